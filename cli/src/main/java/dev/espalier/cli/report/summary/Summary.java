package dev.espalier.cli.report.summary;

import dev.espalier.cli.report.runs.Curve;
import dev.espalier.cli.report.runs.Curve.Point;
import dev.espalier.cli.report.runs.RecordedRun;
import dev.espalier.cli.report.runs.ReferenceCurve;
import dev.espalier.cli.report.runs.SeedGroup;
import dev.espalier.cli.report.runs.Spread;
import dev.espalier.cli.report.runs.TaskResults;
import dev.espalier.cli.report.statistics.Estimate;
import dev.espalier.cli.report.statistics.InterquartileMean;
import dev.espalier.config.Presets;
import dev.espalier.env.Environments;
import dev.espalier.run.files.RelativeSize;
import dev.espalier.run.loop.Blueprints;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a report, and the shape of {@code summary.json}. All of them are of the evaluations as they were
 * recorded: smoothing is for pictures only.
 *
 * @param smooth evaluations of the moving mean in the pictures
 * @param tasks one a task
 */
public record Summary(int smooth, List<Task> tasks) {

    /**
     * One task.
     *
     * @param picture its learning curves, without {@code .svg} or {@code .png}
     */
    public record Task(
            String env, String picture, List<Group> curves, List<Reference> references, SizeScores sizeScores) {}

    /**
     * Runs that differ in their seed alone.
     *
     * @param label as in the picture
     * @param scores over the seeds
     * @param estimates of the same scores: interquartile mean and, of several seeds, an interval of 95 %
     * @param scoreRatio interquartile mean of the best evaluations over that of preset {@code ofe} of the same agent on the same task; null
     *     without such runs, or if not all runs of both have taken as many steps of as many planned
     */
    public record Group(
            String label,
            List<Long> seeds,
            Scores<Spread> scores,
            Scores<Estimate> estimates,
            @Nullable Double scoreRatio,
            List<Run> runs) {

        /** Episodes that were lost in the evaluations that a score of any seed is of. */
        public int lostOf(ToIntFunction<Scores<Integer>> score) {
            return runs.stream()
                    .mapToInt(run -> score.applyAsInt(run.lostOfScores()))
                    .sum();
        }
    }

    /**
     * One run.
     *
     * @param steps of its last evaluation
     * @param plannedSteps that it is to take
     * @param finished whether it has come to its end
     * @param lostEpisodes episodes of its evaluations that the simulator gave up; what they had brought counts in the scores
     * @param lostOfScores episodes that were lost in the evaluations that each score is of
     * @param size of its networks; null if it is not known
     * @param commits that it was started and resumed with
     */
    public record Run(
            String name,
            long seed,
            long steps,
            long plannedSteps,
            boolean finished,
            int lostEpisodes,
            Scores<Double> scores,
            Scores<Integer> lostOfScores,
            @Nullable RelativeSize size,
            List<String> commits) {}

    /**
     * What became of a run.
     *
     * @param finalEvaluation the last evaluation
     * @param bestOfLastFifth the best evaluation later than 80 % of the steps, the score of the paper
     * @param meanOfLastFifth the mean of these evaluations, which no lucky one lifts
     */
    public record Scores<T>(T finalEvaluation, T bestOfLastFifth, T meanOfLastFifth) {}

    /**
     * A curve of others.
     *
     * @param step of its last point within our steps, or of its first point if that comes later
     * @param value return at that step
     */
    public record Reference(String name, String source, long step, double value) {}

    public static Summary of(List<TaskResults> tasks, int smooth) {
        return new Summary(smooth, tasks.stream().map(Summary::task).toList());
    }

    /** The name of a task's picture without {@code .svg} or {@code .png}. */
    public static String picture(String env) {
        return "curves-" + Environments.fileName(env);
    }

    private static Task task(TaskResults task) {
        return new Task(
                task.name(),
                picture(task.env()),
                task.groups().stream()
                        .map(group -> group(group, yardstick(task, group)))
                        .toList(),
                task.references().stream()
                        .map(reference -> reference(reference, task.lastStep()))
                        .toList(),
                SizeScores.of(task));
    }

    /** The runs of preset {@code ofe} of the same agent; null without any. */
    private static @Nullable SeedGroup yardstick(TaskResults task, SeedGroup group) {
        String title = Presets.title(group.runs().getFirst().agent(), Blueprints.REFERENCE_PRESET);
        return task.groups().stream()
                .filter(other -> other.label().equals(title))
                .findFirst()
                .orElse(null);
    }

    private static Group group(SeedGroup group, @Nullable SeedGroup yardstick) {
        List<Run> runs = group.runs().stream().map(Summary::run).toList();
        return new Group(
                group.label(),
                runs.stream().map(Run::seed).toList(),
                new Scores<>(
                        Spread.of(runs, run -> run.scores().finalEvaluation()),
                        Spread.of(runs, run -> run.scores().bestOfLastFifth()),
                        Spread.of(runs, run -> run.scores().meanOfLastFifth())),
                new Scores<>(
                        estimate(runs, Scores::finalEvaluation),
                        estimate(runs, Scores::bestOfLastFifth),
                        estimate(runs, Scores::meanOfLastFifth)),
                yardstick == null || !equallyLong(group, yardstick) ? null : best(group) / best(yardstick),
                runs);
    }

    /** Whether all runs of both have taken the same number of steps, of the same number planned. */
    private static boolean equallyLong(SeedGroup group, SeedGroup yardstick) {
        record Length(long steps, long planned) {}
        return Stream.concat(group.runs().stream(), yardstick.runs().stream())
                        .map(run -> new Length(run.evaluations().last().step(), run.plannedSteps()))
                        .distinct()
                        .count()
                == 1;
    }

    private static double best(SeedGroup group) {
        return InterquartileMean.of(group.runs().stream()
                .mapToDouble(run -> run.evaluations().lastFifth().best())
                .toArray());
    }

    private static Estimate estimate(List<Run> runs, ToDoubleFunction<Scores<Double>> score) {
        return Estimate.of(runs.stream()
                .mapToDouble(run -> score.applyAsDouble(run.scores()))
                .toArray());
    }

    private static Run run(RecordedRun run) {
        Curve evaluations = run.evaluations();
        Curve lastFifth = evaluations.lastFifth();
        return new Run(
                run.name(),
                run.seed(),
                evaluations.last().step(),
                run.plannedSteps(),
                run.finished(),
                evaluations.lostEpisodes(),
                new Scores<>(evaluations.last().value(), lastFifth.best(), lastFifth.mean()),
                new Scores<>(evaluations.last().lostEpisodes(), lastFifth.fewestLost(), lastFifth.lostEpisodes()),
                run.size(),
                run.commits());
    }

    private static Reference reference(ReferenceCurve reference, long lastStep) {
        List<Point> within = reference.until(lastStep);
        Point point = within.isEmpty() ? reference.curve().points().getFirst() : within.getLast();
        return new Reference(reference.name(), reference.source(), point.step(), point.value());
    }
}
