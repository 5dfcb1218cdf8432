package dev.espalier.cli.report.runs;

import dev.espalier.cli.text.Thousands;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Scores and deployed parameters of the runs of a task. Runs that differ only in their seed are one point; the points
 * of a {@link MethodNames method} are one curve.
 *
 * @param methods each with at least one point, in the order of first occurrence
 * @param leftOut runs that are not part of any point
 */
public record ScoresBySize(String task, List<Method> methods, List<LeftOut> leftOut) {

    /**
     * The curve of a method.
     *
     * @param name unique within a task
     * @param points in order of size
     */
    public record Method(String name, List<Point> points) {

        public Method {
            points = List.copyOf(points);
        }
    }

    /**
     * Runs that differ only in their seed.
     *
     * @param group the finished ones of known size
     * @param deployed deployed parameters at the end, mean over seeds, above 0
     */
    public record Point(SeedGroup group, double deployed) {

        /**
         * The score of each seed: the mean of its evaluations after 80 % of its steps, robust to one lucky evaluation.
         */
        public double[] scores() {
            return group.runs().stream()
                    .mapToDouble(run -> run.evaluations().lastFifth().mean())
                    .toArray();
        }
    }

    /** A run that is not part of any point. */
    public record LeftOut(RecordedRun run, String reason) {}

    public ScoresBySize {
        methods = List.copyOf(methods);
        leftOut = List.copyOf(leftOut);
    }

    public static ScoresBySize of(TaskResults task) {
        List<String> names = MethodNames.of(task.groups());
        Map<String, List<Point>> methods = new LinkedHashMap<>();
        List<LeftOut> leftOut = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            SeedGroup group = task.groups().get(i);
            List<RecordedRun> fit = new ArrayList<>();
            for (RecordedRun run : group.runs()) {
                reason(run).ifPresentOrElse(reason -> leftOut.add(new LeftOut(run, reason)), () -> fit.add(run));
            }
            if (!fit.isEmpty()) {
                var shown = new SeedGroup(group.label(), fit);
                methods.computeIfAbsent(names.get(i), _ -> new ArrayList<>())
                        .add(new Point(
                                shown,
                                Objects.requireNonNull(MeanSize.of(shown)).deployed()));
            }
        }
        List<Method> sorted = new ArrayList<>();
        methods.forEach((name, points) -> sorted.add(new Method(
                name,
                points.stream()
                        .sorted(Comparator.comparingDouble(Point::deployed))
                        .toList())));
        return new ScoresBySize(task.name(), sorted, leftOut);
    }

    /** Why a run is left out. Finished runs have an evaluation in the last fifth, as they end with one. */
    private static Optional<String> reason(RecordedRun run) {
        if (!run.finished()) {
            return Optional.of("not at its end: evaluated up to step %s of %s"
                    .formatted(Thousands.of(run.evaluations().last().step()), Thousands.of(run.plannedSteps())));
        }
        return RunSizes.of(run).isEmpty() ? Optional.of("its size is not recorded") : Optional.empty();
    }
}
