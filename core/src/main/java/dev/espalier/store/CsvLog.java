package dev.espalier.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A CSV table that is appended row by row; the first column is the step. A run that resumes from a checkpoint first
 * drops rows of later steps. There is no quoting, so commas, quotes and line ends in values are refused.
 */
public final class CsvLog implements AutoCloseable {

    private static final String STEP = "step";

    private final Path file;
    private final int columns;
    private final LineLog lines;
    private @Nullable Long lastStep;

    private CsvLog(Path file, int columns, LineLog lines, @Nullable Long lastStep) {
        this.file = file;
        this.columns = columns;
        this.lines = lines;
        this.lastStep = lastStep;
    }

    /**
     * Starts a new table.
     *
     * @param columns names of the columns after {@code step}; fixed for this file
     * @throws StoreException if the file exists or cannot be written
     */
    public static CsvLog create(Path file, List<String> columns) {
        var log = new CsvLog(file, columns.size(), LineLog.create(file), null);
        log.lines.append(line(STEP, columns));
        return log;
    }

    /**
     * Continues a table after a step; later rows and an incomplete last line are dropped.
     *
     * @param columns all columns of the file, in its order, and perhaps new ones, which are empty in the old rows
     * @param step the last step to keep
     * @throws StoreException if the file has other columns, apart from lacking new ones, is damaged or cannot be
     *     written
     */
    public static CsvLog resume(Path file, List<String> columns, long step) {
        String header = line(STEP, columns);
        List<String> present = LineLog.completeLines(file);
        if (!present.isEmpty() && !present.getFirst().equals(header)) {
            present = widened(file, present, header);
        }
        List<String> kept = new ArrayList<>(List.of(header));
        Long lastStep = null;
        for (int i = 1; i < present.size(); i++) {
            long stepOfRow = step(file, i + 1, present.get(i));
            if (stepOfRow <= step) {
                kept.add(present.get(i));
                lastStep = stepOfRow;
            }
        }
        return new CsvLog(file, columns.size(), LineLog.resume(file, kept), lastStep);
    }

    /** The lines of a file that an earlier version wrote with fewer columns. */
    private static List<String> widened(Path file, List<String> present, String header) {
        List<String> narrow = cells(present.getFirst());
        List<String> wide = cells(header);
        if (!wide.stream().filter(narrow::contains).toList().equals(narrow)) {
            throw new StoreException("%s has the columns %s, but this version of Espalier writes %s. Resume with the"
                            .formatted(file, present.getFirst(), header)
                    + " version that made the run; metadata.json names it.");
        }
        List<String> widened = new ArrayList<>(List.of(header));
        for (int i = 1; i < present.size(); i++) {
            List<String> row = cells(present.get(i));
            if (row.size() != narrow.size()) {
                throw new StoreException(String.format(
                        Locale.ROOT,
                        "%s, line %d, has %d values for %d columns. Correct or remove the line, then resume.",
                        file,
                        i + 1,
                        row.size(),
                        narrow.size()));
            }
            widened.add(wide.stream()
                    .map(narrow::indexOf)
                    .map(column -> column < 0 ? "" : row.get(column))
                    .collect(Collectors.joining(",")));
        }
        return widened;
    }

    private static List<String> cells(String line) {
        return List.of(line.split(",", -1));
    }

    private static long step(Path file, int number, String line) {
        int comma = line.indexOf(',');
        try {
            long step = Long.parseLong(comma < 0 ? line : line.substring(0, comma));
            if (step < 0) {
                throw new NumberFormatException("negative");
            }
            return step;
        } catch (NumberFormatException e) {
            throw new StoreException(
                    String.format(
                            Locale.ROOT,
                            "%s, line %d, does not begin with a step: %s. Correct or remove the line, then resume.",
                            file,
                            number,
                            line),
                    e);
        }
    }

    /**
     * Appends a row.
     *
     * @param values one for each column after {@code step}; empty if there is none
     * @throws StoreException if the row cannot be written
     */
    public void row(long step, List<String> values) {
        if (values.size() != columns) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "%s has %d columns besides the step, not %d", file, columns, values.size()));
        }
        lines.append(line(Long.toString(step), values));
        lastStep = step;
    }

    /** The step of the last row; null if there is none. */
    public @Nullable Long lastStep() {
        return lastStep;
    }

    /** Number of lines, including the header. */
    public long size() {
        return lines.size();
    }

    /** Forces all rows to the disk. */
    public void sync() {
        lines.sync();
    }

    private static String line(String first, List<String> others) {
        for (String cell : others) {
            if (cell.chars().anyMatch(character -> ",\"\r\n".indexOf(character) >= 0)) {
                throw new IllegalArgumentException("A cell of a table cannot hold: " + cell);
            }
        }
        return others.isEmpty() ? first : first + "," + String.join(",", others);
    }

    @Override
    public void close() {
        lines.close();
    }
}
