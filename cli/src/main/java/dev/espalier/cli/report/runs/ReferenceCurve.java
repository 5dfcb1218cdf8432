package dev.espalier.cli.report.runs;

import dev.espalier.cli.report.runs.Curve.Point;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A published curve.
 *
 * @param name name for the legend
 * @param curve returns against environment steps
 */
public record ReferenceCurve(String name, String env, String source, Curve curve) {

    /**
     * Reads a YAML or JSON file with {@code name}, {@code env}, {@code source} and {@code points}: [step, return]
     * pairs.
     *
     * @throws ReportException if it cannot be read, or an entry is missing or wrong
     */
    public static ReferenceCurve read(Path file) {
        YamlDocument document = YamlDocument.read(file);
        List<Point> points = new ArrayList<>();
        for (Object pair : document.list("points")) {
            if (!(pair instanceof List<?> numbers)
                    || numbers.size() != 2
                    || !(numbers.getFirst() instanceof Number step)
                    || !(numbers.getLast() instanceof Number value)
                    || !(Math.abs(value.doubleValue()) <= CsvTable.MOST)) {
                throw new ReportException(
                        "%s: points must be pairs of step and return, the return at most %s on either side of 0, but one is '%s'"
                                .formatted(file, CsvTable.MOST, pair));
            }
            points.add(new Point(step.longValue(), value.doubleValue()));
        }
        try {
            return new ReferenceCurve(
                    document.text("name"), document.text("env"), document.text("source"), new Curve(points));
        } catch (IllegalArgumentException e) {
            throw new ReportException(file + ": points: " + e.getMessage(), e);
        }
    }

    /** The points up to a step; empty if the curve starts later. */
    public List<Point> until(long step) {
        return curve.points().stream().filter(point -> point.step() <= step).toList();
    }
}
