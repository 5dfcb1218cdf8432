package dev.espalier.cli.report.summary;

import dev.espalier.cli.report.runs.ReferencePoints;
import dev.espalier.cli.report.runs.ScoresBySize;
import dev.espalier.cli.report.runs.TaskResults;
import dev.espalier.cli.report.statistics.Estimate;
import dev.espalier.env.Environments;
import java.util.List;

/**
 * Scores and deployed parameters of the runs of a task.
 *
 * @param picture name of the figure without ending; it exists if there are points
 * @param points our points, by method and in order of size
 * @param leftOut our runs that are not part of a point
 */
public record SizeScores(
        String picture, List<Point> points, List<LeftOut> leftOut, List<ReferencePoints.Point> published) {

    /**
     * Runs that differ only in their seed.
     *
     * @param label label in the figure of learning curves
     * @param deployed deployed parameters at the end, mean over seeds
     * @param score mean of the evaluations after 80 % of a run's steps
     */
    public record Point(String method, String label, List<Long> seeds, double deployed, Estimate score) {}

    /** A run that is not part of a point. */
    public record LeftOut(String name, String reason) {}

    static SizeScores of(TaskResults task) {
        ScoresBySize scores = ScoresBySize.of(task);
        return new SizeScores(
                picture(task.env()),
                scores.methods().stream()
                        .flatMap(method -> method.points().stream().map(point -> point(method.name(), point)))
                        .toList(),
                scores.leftOut().stream()
                        .map(left -> new LeftOut(left.run().name(), left.reason()))
                        .toList(),
                task.points());
    }

    /** The name of a task's figure, without ending. */
    public static String picture(String env) {
        return "sizes-scores-" + Environments.fileName(env);
    }

    private static Point point(String method, ScoresBySize.Point point) {
        return new Point(
                method,
                point.group().label(),
                point.group().runs().stream().map(run -> run.seed()).toList(),
                point.deployed(),
                Estimate.of(point.scores()));
    }
}
