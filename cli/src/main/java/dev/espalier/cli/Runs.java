package dev.espalier.cli;

import dev.espalier.config.RunConfig;
import dev.espalier.run.Resumption;
import dev.espalier.run.TrainedPolicy;
import dev.espalier.run.TrainingRun;
import dev.espalier.run.loop.Evaluator;
import dev.espalier.run.loop.RunListener;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** The library's operations that commands use. Tests replace them, so that they need not train. */
interface Runs {

    /** Refuses, with the exception of {@link #start}, what could not be trained. */
    void check(RunConfig config);

    TrainingRun.Result start(RunConfig config, Path directory, RunListener listener, BooleanSupplier stopRequested);

    TrainingRun.Result resume(Path directory, Resumption how, RunListener listener, BooleanSupplier stopRequested);

    Evaluator.Result evaluate(Path directory, int episodes, long seed, RunListener listener);

    TrainedPolicy policy(Path directory, boolean round, RunListener listener);

    String digest(Path directory, RunListener listener);
}
