package dev.espalier.cli.report.runs;

import dev.espalier.architecture.Blueprint;
import dev.espalier.architecture.ParameterCount;
import java.util.Optional;

/** How many parameters the networks of a run have. */
public final class RunSizes {

    private RunSizes() {}

    /**
     * The parameters of a run's networks as of its last log row. Where {@code structure.json} was not kept, those of a run
     * that does not prune follow from its settings.
     *
     * @return empty if they are not known
     */
    public static Optional<ParameterCount> of(RecordedRun run) {
        if (run.structure() != null) {
            return Optional.of(run.structure().count());
        }
        // A configuration without these units was cut down by someone, and may lack other sizes, too.
        boolean settled = !run.prunes() && run.settings().containsKey(run.agent() + ".hidden");
        return settled ? PlannedNetworks.atStart(run).map(ParameterCount::of) : Optional.empty();
    }

    /** Entries of an observation, n_s; 0 if neither the structure nor this version tells. */
    public static int observationSize(RecordedRun run) {
        return run.structure() != null
                ? run.structure().observationSize()
                : PlannedNetworks.atStart(run).map(Blueprint::observationSize).orElse(0);
    }
}
