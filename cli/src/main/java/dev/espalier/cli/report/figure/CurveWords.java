package dev.espalier.cli.report.figure;

import dev.espalier.cli.report.runs.SeedGroup;
import dev.espalier.cli.report.runs.Spread;
import dev.espalier.cli.report.runs.TaskResults;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Learning curves in words: where each of them ends. */
final class CurveWords {

    private CurveWords() {}

    static String of(TaskResults task, int window) {
        return task.groups().stream()
                .map(group -> sentence(group, window))
                .collect(Collectors.joining(" ", "Evaluation return against environment steps. ", ""));
    }

    private static String sentence(SeedGroup group, int window) {
        Map.Entry<Long, Spread> end = group.spread(window).lastEntry();
        Spread spread = end.getValue();
        String range = group.runs().size() == 1
                ? ""
                : String.format(Locale.ROOT, " (seeds from %.0f to %.0f)", spread.lowest(), spread.highest());
        return String.format(
                Locale.ROOT, "%s ends at %.0f%s, step %d.", group.label(), spread.mean(), range, end.getKey());
    }
}
