package dev.espalier.cli.report.runs;

import dev.espalier.cli.report.runs.Curve.Point;
import dev.espalier.cli.text.RootLocale;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code evaluations.csv}. */
final class EvaluationTable {

    private EvaluationTable() {}

    /**
     * The mean return of each evaluation.
     *
     * @throws ReportException if the file cannot be read, has no evaluation, or a row is damaged
     */
    static Curve read(Path file) {
        CsvTable table = CsvTable.read(file);
        int step = table.column("step");
        int mean = table.column("mean_return");
        // Earlier versions did not record it.
        int lost = table.header().indexOf("lost_episodes");
        int episodes = table.header().indexOf("episodes");
        List<Point> points = new ArrayList<>();
        for (CsvTable.Row row : table.rows()) {
            points.add(point(
                    file,
                    row.line(),
                    row.cells().get(step),
                    row.cells().get(mean),
                    lost < 0 || row.cells().get(lost).isEmpty()
                            ? "0"
                            : row.cells().get(lost),
                    lost < 0 || episodes < 0 ? null : row.cells().get(episodes)));
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

    private static Point point(Path file, int line, String step, String mean, String lost, @Nullable String episodes) {
        try {
            var point = new Point(Long.parseLong(step), Double.parseDouble(mean), Integer.parseInt(lost));
            int most = episodes == null ? Integer.MAX_VALUE : Integer.parseInt(episodes);
            if (!(Math.abs(point.value()) <= CsvTable.MOST)
                    || point.lostEpisodes() < 0
                    || point.lostEpisodes() > most) {
                throw new NumberFormatException("out of range");
            }
            return point;
        } catch (NumberFormatException e) {
            throw new ReportException(
                    RootLocale.format(
                            "%s:%d: step '%s', mean_return '%s' and lost_episodes '%s' must be a whole number, one of at most"
                                    + " %s on either side of 0, and a whole number%s; restore the file",
                            file,
                            line,
                            step,
                            mean,
                            lost,
                            CsvTable.MOST,
                            episodes == null ? "" : " of at most the episodes, '" + episodes + "'"),
                    e);
        }
    }
}
