package dev.espalier.cli;

import dev.espalier.config.RunConfig;
import dev.espalier.run.TrainedPolicy;
import dev.espalier.run.TrainingRun.Outcome;
import dev.espalier.run.loop.Evaluator;
import dev.espalier.run.loop.RunListener;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A fake library that records requests and answers, or fails, as the test wants. */
class RecordedRuns implements Runs {

    @Nullable
    RunConfig config;

    @Nullable
    Path directory;

    boolean acceptChanges;
    int lostEpisodes;
    int episodes;
    long seed;

    /** The behaviour of a run; by default it finishes at once. */
    Outcome train(RunListener listener, BooleanSupplier stop) {
        return Outcome.FINISHED;
    }

    @Override
    public Outcome start(RunConfig wanted, Path target, RunListener listener, BooleanSupplier stop) {
        config = wanted;
        directory = target;
        return train(listener, stop);
    }

    @Override
    public Outcome resume(Path target, boolean accept, RunListener listener, BooleanSupplier stop) {
        directory = target;
        acceptChanges = accept;
        return train(listener, stop);
    }

    @Override
    public Evaluator.Result evaluate(Path target, int count, long start, RunListener listener) {
        directory = target;
        episodes = count;
        seed = start;
        return new Evaluator.Result(List.of(1.0, 4.0), List.of(10, 20), lostEpisodes);
    }

    @Override
    public TrainedPolicy policy(Path directory, boolean round, RunListener listener) {
        throw new AssertionError("not a policy");
    }

    @Override
    public String digest(Path target, RunListener listener) {
        directory = target;
        return "00ff";
    }
}
