package dev.espalier.cli.report;

import dev.espalier.cli.report.Curve.Point;
import dev.espalier.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads {@code evaluations.csv}, also while its run goes on: a last line that is still being written is left out.
 * Columns are found by their names, and the table's cells never hold commas or quotes.
 */
final class EvaluationTable {

    private EvaluationTable() {}

    /**
     * The mean return of each evaluation.
     *
     * @throws ReportException if the file cannot be read, holds no evaluation, or a row is damaged
     */
    static Curve read(Path file) {
        String text = readText(file);
        List<List<String>> rows = text.lines().map(EvaluationTable::cells).toList();
        List<String> header = rows.isEmpty() ? List.of() : rows.getFirst();
        int step = column(file, header, "step");
        int mean = column(file, header, "mean_return");
        List<Point> points = new ArrayList<>();
        for (int i = 1; i < rows.size(); i++) {
            boolean torn = i == rows.size() - 1 && !text.endsWith("\n");
            if (rows.get(i).size() == header.size()) {
                points.add(point(file, i + 1, rows.get(i).get(step), rows.get(i).get(mean)));
            } else if (!torn) {
                throw new ReportException("%s:%d: expected %d cells, found %d; restore the file"
                        .formatted(file, i + 1, header.size(), rows.get(i).size()));
            }
        }
        if (points.isEmpty()) {
            throw new ReportException(file + ": no evaluations yet; wait for the first one, which evaluation.every in"
                    + " config.yml schedules");
        }
        try {
            return new Curve(points);
        } catch (IllegalArgumentException e) {
            throw new ReportException(file + ": " + e.getMessage() + "; restore the file", e);
        }
    }

    private static String readText(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ReportException(file + ": cannot be read: " + StoreException.reason(e), e);
        }
    }

    private static List<String> cells(String line) {
        return Arrays.asList(line.split(",", -1));
    }

    private static int column(Path file, List<String> header, String name) {
        int index = header.indexOf(name);
        if (index < 0) {
            throw new ReportException(
                    "%s: there is no column '%s' in its first line; restore the file".formatted(file, name));
        }
        return index;
    }

    private static Point point(Path file, int line, String step, String mean) {
        try {
            var point = new Point(Long.parseLong(step), Double.parseDouble(mean));
            if (!Double.isFinite(point.value())) {
                throw new NumberFormatException("not finite");
            }
            return point;
        } catch (NumberFormatException e) {
            throw new ReportException(
                    "%s:%d: step '%s' and mean_return '%s' must be a whole and a finite number; restore the file"
                            .formatted(file, line, step, mean),
                    e);
        }
    }
}
