package dev.espalier.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A CSV table that is appended row by row; the first column is the step. There is no quoting, so commas, quotes and
 * line ends in values are refused.
 */
public final class CsvLog extends LineLog {

    private static final String STEP = "step";

    private final Path file;
    private final int columns;

    /**
     * Opens a table after a step; later rows and an incomplete last line are dropped.
     *
     * @param columns all columns of the file after {@code step}, in its order, and perhaps new ones, which are empty in
     *     the old rows
     * @param step the last step to keep; -1 for none
     * @throws StoreException if the file has other columns, apart from lacking new ones, is damaged or cannot be
     *     written
     */
    public CsvLog(Path file, List<String> columns, long step) {
        super(file, present(file, line(STEP, columns)), 1, CsvLog::step, step);
        this.file = file;
        this.columns = columns.size();
    }

    /** The lines of a file. A missing file gets the header, and one with fewer columns is widened to it. */
    private static List<String> present(Path file, String header) {
        List<String> present = LineLog.completeLines(file);
        if (present.isEmpty()) {
            return List.of(header);
        }
        return present.getFirst().equals(header) ? present : widened(file, present, header);
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
                throw new StoreException(
                        "%s, line %s, has %s values for %s columns. Correct or remove the line, then resume."
                                .formatted(file, i + 1, row.size(), narrow.size()));
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
        try {
            long step = Long.parseLong(cells(line).getFirst());
            if (step < 0) {
                throw new NumberFormatException("negative");
            }
            return step;
        } catch (NumberFormatException e) {
            throw new StoreException(
                    "%s, line %s, does not begin with a step: %s. Correct or remove the line, then resume."
                            .formatted(file, number, line),
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
            throw new IllegalArgumentException(
                    "%s has %s columns besides the step, not %s".formatted(file, columns, values.size()));
        }
        append(step, line(Long.toString(step), values));
    }

    private static String line(String first, List<String> others) {
        for (String cell : others) {
            if (cell.chars().anyMatch(character -> ",\"\r\n".indexOf(character) >= 0)) {
                throw new IllegalArgumentException("A cell of a table cannot hold: " + cell);
            }
        }
        return others.isEmpty() ? first : first + "," + String.join(",", others);
    }
}
