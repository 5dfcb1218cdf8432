package dev.espalier.cli.report.runs;

import dev.espalier.architecture.Blueprint;
import dev.espalier.architecture.ParameterCount;
import java.util.Optional;

/** The numbers of parameters of runs. */
public final class RunSizes {

    private RunSizes() {}

    /** The parameters of a run's networks at its last log row, or at its start if it never prunes; empty if unknown. */
    public static Optional<ParameterCount> of(RecordedRun run) {
        if (run.structure() != null) {
            return Optional.of(run.structure().count());
        }
        // A configuration without hidden units was shortened by hand, and may lack other sizes, too.
        boolean settled = !run.prunes() && run.settings().containsKey(run.agent() + ".hidden");
        return settled ? PlannedNetworks.atStart(run).map(ParameterCount::of) : Optional.empty();
    }

    /** Entries of an observation, n_s; 0 if unknown. */
    public static int observationSize(RecordedRun run) {
        return run.structure() != null
                ? run.structure().observationSize()
                : PlannedNetworks.atStart(run).map(Blueprint::observationSize).orElse(0);
    }
}
