package dev.espalier.run;

import dev.espalier.config.RunConfig;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** Starts, resumes and ends a run: joins the loop, the run directory and the checkpoints. */
public final class TrainingRun {

    private TrainingRun() {}

    /** How a run ended. */
    public enum Outcome {
        /** All steps were done. */
        FINISHED,
        /** Stop was asked for; a checkpoint was written first. */
        INTERRUPTED
    }

    /**
     * Trains from the start.
     *
     * @param directory the run directory; must not exist yet or be empty
     * @param stopRequested polled after every step; the run saves a checkpoint and ends when it turns true
     */
    public static Outcome start(RunConfig config, Path directory, RunListener listener, BooleanSupplier stopRequested) {
        return Outcome.INTERRUPTED;
    }

    /** Continues the run in a directory from its last sound checkpoint, bit-exactly. */
    public static Outcome resume(Path directory, RunListener listener, BooleanSupplier stopRequested) {
        return Outcome.INTERRUPTED;
    }
}
