package dev.espalier.cli.report.page;

import dev.espalier.cli.report.runs.ChangedSettings;
import dev.espalier.cli.report.runs.PaperValues;
import dev.espalier.cli.report.runs.RecordedRun;
import dev.espalier.cli.report.runs.RunSizes;
import dev.espalier.cli.report.runs.SeedGroup;
import dev.espalier.cli.text.RootLocale;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Whether runs are comparable with the paper's: not with other rules of the task, numbers of steps or settings. */
record Comparison(PaperValues.Task paper) {

    /** Why scores are not comparable; empty if they are. */
    List<String> scores(SeedGroup group) {
        Set<String> reasons = new LinkedHashSet<>();
        for (RecordedRun run : group.runs()) {
            addRules(run, reasons);
            addSteps(run, reasons);
            addSettings(run, _ -> true, reasons);
        }
        return List.copyOf(reasons);
    }

    /** Why sizes are not comparable; empty if they are. Sizes of runs without pruning do not depend on steps. */
    List<String> sizes(SeedGroup group) {
        Set<String> reasons = new LinkedHashSet<>();
        for (RecordedRun run : group.runs()) {
            if (RunSizes.observationSize(run) != paper.observationSize()) {
                reasons.add(RootLocale.format(
                        "%d observation entries, the paper's have %d",
                        RunSizes.observationSize(run), paper.observationSize()));
            }
            if (run.prunes()) {
                addRules(run, reasons);
                addSteps(run, reasons);
            }
            addSettings(run, change -> !change.key().startsWith("evaluation."), reasons);
        }
        return List.copyOf(reasons);
    }

    private void addRules(RecordedRun run, Set<String> reasons) {
        if (!run.env().equals(paper.id())) {
            reasons.add(run.env().substring(paper.family().length() + 1) + " rules");
        }
    }

    private void addSteps(RecordedRun run, Set<String> reasons) {
        long steps = run.evaluations().last().step();
        if (steps != paper.steps()) {
            String reason = steps < paper.steps() ? "%s of %s steps" : "%s steps, more than the paper's %s";
            reasons.add(reason.formatted(Numbers.whole(steps), Numbers.whole(paper.steps())));
        }
    }

    private static void addSettings(RecordedRun run, Predicate<ChangedSettings.Change> concerned, Set<String> reasons) {
        if (ChangedSettings.of(run).stream().anyMatch(concerned)) {
            reasons.add("other settings than the preset's");
        }
    }
}
