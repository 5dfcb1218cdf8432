package dev.espalier.cli.report.runs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Published agents, each with a size and a score.
 *
 * @param points at least one; possibly of different tasks
 */
public record ReferencePoints(Path file, List<Point> points) {

    /** What to do about a wrong file. */
    private static final String REMEDY = "; 'espalier report --help' shows how such a file looks";

    /**
     * A published agent.
     *
     * @param task id of the task, or its family, such as {@code Hopper}, for all versions
     * @param deployed deployed parameters, at least 1
     * @param score mean return
     */
    public record Point(String label, String task, String source, long deployed, double score) {

        /** Whether it belongs to a task. */
        public boolean isOf(String env) {
            return env.equals(task) || env.matches("\\Q" + task + "\\E-v\\d+");
        }
    }

    public ReferencePoints {
        points = List.copyOf(points);
    }

    /**
     * Reads a YAML or JSON file with {@code source} and {@code points}, a list with {@code label}, {@code deployed} and
     * {@code score} each. {@code task} is given for all points or for each.
     *
     * @throws ReportException if it cannot be read, or an entry is missing or wrong
     */
    public static ReferencePoints read(Path file) {
        YamlDocument document = YamlDocument.read(file);
        try {
            String source = document.text("source");
            List<Point> points = new ArrayList<>();
            for (YamlDocument point : document.parts("points")) {
                YamlDocument withTask = point.entries().containsKey("task") ? point : document;
                points.add(new Point(
                        point.text("label"), withTask.text("task"), source, deployed(point), point.number("score")));
            }
            if (points.isEmpty()) {
                throw document.wrong("points", "a list of at least one point");
            }
            return new ReferencePoints(file, points);
        } catch (ReportException e) {
            throw new ReportException(e.getMessage() + REMEDY, e);
        }
    }

    private static long deployed(YamlDocument point) {
        long deployed = point.whole("deployed");
        if (deployed < 1) {
            throw point.wrong("deployed", "a whole number of at least 1");
        }
        return deployed;
    }

    /** The points of a task. */
    public List<Point> of(String env) {
        return points.stream().filter(point -> point.isOf(env)).toList();
    }
}
