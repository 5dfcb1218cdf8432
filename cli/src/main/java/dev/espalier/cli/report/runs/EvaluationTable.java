package dev.espalier.cli.report.runs;

import dev.espalier.cli.report.runs.Curve.Point;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads {@code evaluations.csv}. */
final class EvaluationTable {

    private EvaluationTable() {}

    /**
     * The mean return of each evaluation.
     *
     * @throws ReportException if the file cannot be read, holds no evaluation, or a row is damaged
     */
    static Curve read(Path file) {
        CsvTable table = CsvTable.read(file);
        int step = table.column("step");
        int mean = table.column("mean_return");
        List<Point> points = new ArrayList<>();
        for (CsvTable.Row row : table.rows()) {
            points.add(
                    point(file, row.line(), row.cells().get(step), row.cells().get(mean)));
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

    private static Point point(Path file, int line, String step, String mean) {
        try {
            var point = new Point(Long.parseLong(step), Double.parseDouble(mean));
            if (!Double.isFinite(point.value())) {
                throw new NumberFormatException("not finite");
            }
            return point;
        } catch (NumberFormatException e) {
            throw new ReportException(
                    String.format(
                            Locale.ROOT,
                            "%s:%d: step '%s' and mean_return '%s' must be a whole and a finite number; restore the file",
                            file,
                            line,
                            step,
                            mean),
                    e);
        }
    }
}
