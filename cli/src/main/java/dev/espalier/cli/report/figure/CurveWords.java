package dev.espalier.cli.report.figure;

import dev.espalier.cli.report.runs.SeedGroup;
import dev.espalier.cli.report.runs.TaskResults;
import dev.espalier.cli.report.statistics.Estimate;
import dev.espalier.cli.report.statistics.Interval;
import java.util.Locale;
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
        Interval interval = estimate.interval();
        String range = interval == null
                ? ""
                : String.format(Locale.ROOT, " (interval of 95 %%: %.0f to %.0f)", interval.low(), interval.high());
        return String.format(
                Locale.ROOT,
                "%s ends at %.0f%s, step %d.",
                group.label(),
                estimate.interquartileMean(),
                range,
                end.getKey());
    }
}
