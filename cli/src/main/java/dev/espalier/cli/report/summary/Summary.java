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
 * The numbers of a report, in the structure of {@code summary.json}, without smoothing.
 *
 * @param smooth window of the moving mean in figures, in evaluations
 */
public record Summary(int smooth, List<Task> tasks) {

    /**
     * One task.
     *
     * @param picture name of the figure of its learning curves, without ending
     */
    public record Task(
            String env, String picture, List<Group> curves, List<Reference> references, SizeScores sizeScores) {}

    /**
     * Runs that differ only in their seed.
     *
     * @param estimates interquartile means and, for several seeds, 95 % intervals of these scores
     * @param scoreRatio interquartile mean of the best evaluations over that of preset {@code ofe} of the same agent
     *     and task; null without such runs, or unless all runs of both have equal steps and planned steps
     */
    public record Group(
            String label,
            List<Long> seeds,
            Scores<Spread> scores,
            Scores<Estimate> estimates,
            @Nullable Double scoreRatio,
            List<Run> runs) {

        /** Lost episodes in the evaluations of a score, over all seeds. */
        public int lostOf(ToIntFunction<Scores<Integer>> score) {
            return runs.stream()
                    .mapToInt(run -> score.applyAsInt(run.lostOfScores()))
                    .sum();
        }
    }

    /**
     * One run.
     *
     * @param plannedSteps steps of the whole run
     * @param lostEpisodes episodes of its evaluations that the simulator aborted; their rewards count in the scores
     * @param lostOfScores lost episodes in the evaluations of each score
     * @param size size of its networks; null if unknown
     * @param commits commits of the start and the resumes
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
     * The scores of a run.
     *
     * @param finalEvaluation the last evaluation
     * @param bestOfLastFifth the best evaluation after 80 % of the steps, the paper's score
     * @param meanOfLastFifth the mean of these evaluations, which is robust to a single lucky one
     */
    public record Scores<T>(T finalEvaluation, T bestOfLastFifth, T meanOfLastFifth) {}

    /**
     * A published curve.
     *
     * @param step step of its last point within our steps, or of its first point if that is later
     * @param value return at that step
     */
    public record Reference(String name, String source, long step, double value) {}

    public static Summary of(List<TaskResults> tasks, int smooth) {
        return new Summary(smooth, tasks.stream().map(Summary::task).toList());
    }

    /** The name of the figure of a task's learning curves, without ending. */
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

    /** The runs of preset {@code ofe} of the same agent; null if there are none. */
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

    /** Whether all runs of both have equal steps and equal planned steps. */
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
