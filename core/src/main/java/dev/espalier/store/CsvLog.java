package dev.espalier.store;

import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/**
 * A table that grows by a row at a time: a header and rows of comma-separated values, the first of them the step.
 *
 * <p>A run that goes on from a checkpoint cuts the table back to the checkpoint's step first, and the rows that follow
 * take the place of those it drops.
 *
 * <p>Values hold no commas, quotes or line ends, so none are quoted.
 */
public final class CsvLog implements AutoCloseable {

    private static final String STEP = "step";

    private final Path file;
    private final int columns;
    private final LineLog lines;

    private CsvLog(Path file, int columns, LineLog lines) {
        this.file = file;
        this.columns = columns;
        this.lines = lines;
    }

    /**
     * Starts a new table.
     *
     * @param columns names of the columns after {@code step}; fixed for the life of the file
     * @throws StoreException if the file exists or cannot be written
     */
    public static CsvLog create(Path file, List<String> columns) {
        CsvLog log = open(file, columns, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        log.lines.append(line(STEP, columns));
        return log;
    }

    /**
     * Goes on with a table from a step: later rows and a torn last one are dropped.
     *
     * @param columns must be those that the file was made with
     * @param step the last step whose row stays
     * @throws StoreException if the file has other columns, is damaged or cannot be written
     */
    public static CsvLog resume(Path file, List<String> columns, long step) {
        AtomicFiles.writeString(file, cut(file, line(STEP, columns), step));
        return open(file, columns, StandardOpenOption.APPEND);
    }

    private static String cut(Path file, String header, long step) {
        var kept = new StringBuilder(header).append('\n');
        List<String> lines = LineLog.completeLines(file);
        if (!lines.isEmpty() && !lines.getFirst().equals(header)) {
            throw new StoreException("%s has the columns %s, but this version of Espalier writes %s. Resume with the"
                            .formatted(file, lines.getFirst(), header)
                    + " version that made the run; metadata.json names it.");
        }
        for (int i = 1; i < lines.size(); i++) {
            if (step(file, i + 1, lines.get(i)) <= step) {
                kept.append(lines.get(i)).append('\n');
            }
        }
        return kept.toString();
    }

    private static long step(Path file, int number, String line) {
        int comma = line.indexOf(',');
        try {
            return Long.parseLong(comma < 0 ? line : line.substring(0, comma));
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

    static CsvLog open(Path file, List<String> columns, StandardOpenOption... mode) {
        return new CsvLog(file, columns.size(), LineLog.open(file, mode));
    }

    /**
     * Appends a row.
     *
     * @param values one for each column after {@code step}; empty where there is nothing to say
     * @throws StoreException if the row cannot be written
     */
    public void row(long step, List<String> values) {
        if (values.size() != columns) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "%s has %d columns besides the step, not %d", file, columns, values.size()));
        }
        lines.append(line(Long.toString(step), values));
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
