package dev.espalier.cli.report.page;

import dev.espalier.cli.report.runs.RecordedRun;
import dev.espalier.cli.report.runs.SeedGroup;
import java.util.stream.Collectors;

/** How far runs have come, in words. */
final class Steps {

    private Steps() {}

    /** The steps of a run, and of how many if it is not at its end. */
    static String of(RecordedRun run) {
        String done = Numbers.whole(run.evaluations().last().step());
        return run.finished() ? done : "%s of %s".formatted(done, Numbers.whole(run.plannedSteps()));
    }

    /** The steps of each run of a group; once if they are the same. */
    static String of(SeedGroup group) {
        return group.runs().stream().map(Steps::of).distinct().collect(Collectors.joining(", "));
    }
}
