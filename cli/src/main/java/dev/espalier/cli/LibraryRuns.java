package dev.espalier.cli;

import dev.espalier.cli.console.InputException;
import dev.espalier.config.RunConfig;
import dev.espalier.run.BundleFile;
import dev.espalier.run.Resumption;
import dev.espalier.run.TrainedPolicy;
import dev.espalier.run.TrainingRun;
import dev.espalier.run.loop.Evaluator;
import dev.espalier.run.loop.RunListener;
import dev.espalier.store.StoreException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** Runs the commands with the real library. */
final class LibraryRuns implements Runs {

    @Override
    public void check(RunConfig config) {
        TrainingRun.check(config);
    }

    @Override
    public TrainingRun.Result start(RunConfig config, Path directory, RunListener listener, BooleanSupplier stop) {
        return TrainingRun.start(config, directory, listener, stop);
    }

    @Override
    public TrainingRun.Result resume(Path directory, Resumption how, RunListener listener, BooleanSupplier stop) {
        return TrainingRun.resume(directory, how, listener, stop);
    }

    @Override
    public Evaluator.Result evaluate(Path directory, int episodes, long seed, RunListener listener) {
        TrainedPolicy policy =
                BundleFile.isOne(directory) ? kept(directory, listener) : policy(directory, false, listener);
        return TrainingRun.evaluate(policy, episodes, seed);
    }

    /** A policy that cannot be read is bad input. */
    private static TrainedPolicy kept(Path folder, RunListener listener) {
        try {
            return BundleFile.read(folder, listener);
        } catch (StoreException e) {
            throw new InputException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public TrainedPolicy policy(Path directory, boolean round, RunListener listener) {
        try {
            return TrainingRun.policy(directory, round, listener);
        } catch (StoreException e) {
            throw new InputException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public String digest(Path directory, RunListener listener) {
        return TrainingRun.digest(directory, listener);
    }
}
