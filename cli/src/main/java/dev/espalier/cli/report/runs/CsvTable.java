package dev.espalier.cli.report.runs;

import dev.espalier.cli.text.RootLocale;
import dev.espalier.config.BoundedText;
import dev.espalier.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A CSV log of a run, without commas or quotes in cells. An incomplete last line, as during the run, is ignored. */
public record CsvTable(Path file, List<String> header, List<Row> rows) {

    /** Maximum absolute value of all numbers in a report, so that calculations for figures stay finite. */
    static final double MOST = 1e100;

    /** A log of three million steps has a few million bytes. */
    private static final int MAX_BYTES = 1 << 28;

    /**
     * A row.
     *
     * @param line line number in the file; the header is line 1
     * @param cells one for each column
     */
    public record Row(int line, List<String> cells) {}

    public CsvTable {
        header = List.copyOf(header);
        rows = List.copyOf(rows);
    }

    /**
     * Reads a file.
     *
     * @throws ReportException if it cannot be read, or a line has too many or too few cells
     */
    public static CsvTable read(Path file) {
        String text = readText(file);
        List<List<String>> lines = text.lines().map(CsvTable::cells).toList();
        List<String> header = lines.isEmpty() ? List.of() : lines.getFirst();
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            boolean torn = i == lines.size() - 1 && !text.endsWith("\n");
            if (torn) {
                // Its last cell may lack digits, even if no cell is missing.
                continue;
            }
            if (lines.get(i).size() != header.size()) {
                throw new ReportException(RootLocale.format(
                        "%s:%d: expected %d cells, found %d; restore the file",
                        file, i + 1, header.size(), lines.get(i).size()));
            }
            rows.add(new Row(i + 1, lines.get(i)));
        }
        return new CsvTable(file, header, rows);
    }

    static String readText(Path file) {
        try {
            return BoundedText.read(file, MAX_BYTES);
        } catch (IOException e) {
            throw new ReportException(file + ": cannot be read: " + StoreException.reason(e), e);
        }
    }

    private static List<String> cells(String line) {
        return Arrays.asList(line.split(",", -1));
    }

    /**
     * The index of a column.
     *
     * @throws ReportException if there is no column of this name
     */
    public int column(String name) {
        int index = header.indexOf(name);
        if (index < 0) {
            throw new ReportException(
                    "%s: there is no column '%s' in its first line; restore the file".formatted(file, name));
        }
        return index;
    }

    /**
     * A whole number, written as {@code 128.0} in logs.
     *
     * @throws ReportException if the cell has none from 0 to the largest int
     */
    public long count(Row row, int column) {
        double value = parsed(row, column);
        if (!(value >= 0 && value == Math.rint(value) && value <= Integer.MAX_VALUE)) {
            throw wrong(row, column, "a whole number of at least 0");
        }
        return (long) value;
    }

    /**
     * A number such as a size or share.
     *
     * @throws ReportException if the cell has no number from 0 to {@link #MOST}
     */
    public double amount(Row row, int column) {
        double value = parsed(row, column);
        if (!(value >= 0 && value <= MOST)) {
            throw wrong(row, column, "a number from 0 to " + MOST);
        }
        return value;
    }

    private static double parsed(Row row, int column) {
        try {
            return Double.parseDouble(row.cells().get(column));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private ReportException wrong(Row row, int column, String expected) {
        return new ReportException(RootLocale.format(
                "%s:%d: %s is '%s', which must be %s; restore the file",
                file, row.line(), header.get(column), row.cells().get(column), expected));
    }
}
