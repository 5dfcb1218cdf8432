package dev.espalier.cli;

import dev.espalier.architecture.ParameterCount;
import dev.espalier.cli.console.Tasks;
import dev.espalier.config.ConfigRequest;
import dev.espalier.config.RunConfig;
import dev.espalier.policy.ActionRange;
import dev.espalier.policy.Policy;
import dev.espalier.policy.PolicyNetwork;
import dev.espalier.run.Resumption;
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

    private static final TrainedPolicy POLICY = new TrainedPolicy(
            "Hopper-v5",
            1000,
            0,
            391,
            new Policy(
                    new PolicyNetwork(List.of(new PolicyNetwork.Layer(
                            1, 1, new float[1], new float[1], PolicyNetwork.Activation.NONE, false))),
                    new ActionRange(new double[] {-1}, new double[] {1})));

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

    @Nullable
    Resumption resumption;

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
        List<TrainingRun.Evaluation> evaluations =
                evaluation == null ? List.of() : List.of(new TrainingRun.Evaluation(1000, evaluation));
        return new TrainingRun.Result(outcome, trained, evaluations, best, count(before), count(now), POLICY);
    }

    private static ParameterCount count(long deployed) {
        return new ParameterCount(new LinkedHashMap<>(Map.of("policy", deployed)), deployed);
    }

    @Override
    public void check(RunConfig wanted) {
        config = wanted;
    }

    @Override
    public TrainingRun.Result start(RunConfig wanted, Path target, RunListener listener, BooleanSupplier stop) {
        config = wanted;
        directory = target;
        return result(train(listener, stop));
    }

    @Override
    public TrainingRun.Result resume(Path target, Resumption how, RunListener listener, BooleanSupplier stop) {
        directory = target;
        resumption = how;
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
