package dev.espalier.cli;

import dev.espalier.architecture.ParameterCount;
import dev.espalier.cli.console.Tasks;
import dev.espalier.config.ConfigRequest;
import dev.espalier.config.RunConfig;
import dev.espalier.run.TrainedPolicy;
import dev.espalier.run.TrainingRun;
import dev.espalier.run.TrainingRun.Outcome;
import dev.espalier.run.loop.Evaluator;
import dev.espalier.run.loop.RunListener;
import dev.espalier.run.loop.Score;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A fake library that records requests and answers, or fails, as the test wants. */
class RecordedRuns implements Runs {

    @Nullable
    RunConfig config;

    @Nullable
    Path directory;

    /** The last evaluation of a run. */
    Evaluator.@Nullable Result evaluation = new Evaluator.Result(List.of(9200.0, 9360.5), List.of(1000, 1000), 0);

    Score best = new Score(9300, 0);

    /** Deployed parameters at the start. */
    long before = 7716;

    /** Deployed parameters that are left. */
    long now = 391;

    boolean acceptChanges;
    int lostEpisodes;
    int episodes;
    long seed;

    /** The behaviour of a run; by default it finishes at once. */
    Outcome train(RunListener listener, BooleanSupplier stop) {
        return Outcome.FINISHED;
    }

    private TrainingRun.Result result(Outcome outcome) {
        RunConfig trained =
                config != null ? config : Tasks.configLoader().load(new ConfigRequest(null, List.of(), Map.of()));
        return new TrainingRun.Result(outcome, trained, evaluation, best, count(before), count(now));
    }

    private static ParameterCount count(long deployed) {
        return new ParameterCount(new LinkedHashMap<>(Map.of("policy", deployed)), deployed);
    }

    @Override
    public TrainingRun.Result start(RunConfig wanted, Path target, RunListener listener, BooleanSupplier stop) {
        config = wanted;
        directory = target;
        return result(train(listener, stop));
    }

    @Override
    public TrainingRun.Result resume(Path target, boolean accept, RunListener listener, BooleanSupplier stop) {
        directory = target;
        acceptChanges = accept;
        return result(train(listener, stop));
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
