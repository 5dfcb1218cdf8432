package dev.espalier.cli.report.summary;

import dev.espalier.cli.report.runs.ReferencePoints;
import dev.espalier.cli.report.runs.ScoresBySize;
import dev.espalier.cli.report.runs.TaskResults;
import dev.espalier.cli.report.statistics.Estimate;
import dev.espalier.env.Environments;
import java.util.List;

/**
 * What the runs of a task score with how many deployed parameters.
 *
 * @param picture name of the picture, without {@code .svg} or {@code .png}; it is drawn if there are points
 * @param points ours, by method and in order of size
 * @param leftOut our runs that are no part of a point
 * @param published agents of others
 */
public record SizeScores(String picture, List<Point> points, List<LeftOut> leftOut, List<Published> published) {

    /**
     * Runs that differ in their seed alone.
     *
     * @param method name of its curve
     * @param label as in the picture of learning curves
     * @param deployed parameters at the end, a mean over the seeds
     * @param score mean of the evaluations later than 80 % of a run's steps
     */
    public record Point(String method, String label, List<Long> seeds, double deployed, Estimate score) {}

    /**
     * A run that is no part of a point.
     *
     * @param reason why, in a few words
     */
    public record LeftOut(String name, String reason) {}

    /**
     * An agent of others.
     *
     * @param task as its file names it
     */
    public record Published(String label, String task, String source, long deployed, double score) {}

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
                task.points().stream().map(SizeScores::published).toList());
    }

    /** The name of a task's picture without {@code .svg} or {@code .png}. */
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

    private static Published published(ReferencePoints.Point point) {
        return new Published(point.label(), point.task(), point.source(), point.deployed(), point.score());
    }
}
