package dev.espalier.cli.report.figure;

import dev.espalier.cli.report.runs.SeedGroup;
import dev.espalier.cli.report.runs.TaskResults;
import dev.espalier.cli.report.statistics.Estimate;
import dev.espalier.cli.report.statistics.Interval;
import dev.espalier.cli.text.Thousands;
import java.util.Map;
import java.util.stream.Collectors;

/** The alternative text of learning curves: the last value of each. */
final class CurveWords {

    private CurveWords() {}

    static String of(TaskResults task, int window) {
        return task.groups().stream()
                .map(group -> sentence(group, window))
                .collect(Collectors.joining(" ", "Evaluation return against environment steps. ", ""));
    }

    private static String sentence(SeedGroup group, int window) {
        Map.Entry<Long, double[]> end = group.evaluations(window).lastEntry();
        Estimate estimate = Estimate.of(end.getValue());
        return "%s ends at %s, step %s.".formatted(group.label(), words(estimate), Thousands.of(end.getKey()));
    }

    /** The mean and, over several seeds, its interval. */
    static String words(Estimate estimate) {
        Interval interval = estimate.interval();
        String mean = Thousands.of(estimate.interquartileMean(), 0);
        return interval == null
                ? mean
                : "%s (interval of 95 %%: %s to %s)"
                        .formatted(mean, Thousands.of(interval.low(), 0), Thousands.of(interval.high(), 0));
    }
}
