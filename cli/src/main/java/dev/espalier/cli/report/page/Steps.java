package dev.espalier.cli.report.page;

import dev.espalier.cli.report.runs.RecordedRun;
import dev.espalier.cli.report.runs.SeedGroup;
import java.util.stream.Collectors;

/** Formats the steps of runs. */
final class Steps {

    private Steps() {}

    /** The steps of a run; if it is not finished, also the planned steps. */
    static String of(RecordedRun run) {
        String done = Numbers.whole(run.evaluations().last().step());
        return run.finished() ? done : "%s of %s".formatted(done, Numbers.whole(run.plannedSteps()));
    }

    /** The steps of each run of a group; once if they are equal. */
    static String of(SeedGroup group) {
        return group.runs().stream().map(Steps::of).distinct().collect(Collectors.joining(", "));
    }
}
