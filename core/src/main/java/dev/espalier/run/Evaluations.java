package dev.espalier.run;

import dev.espalier.agent.ParameterCount;
import dev.espalier.config.RunConfig;
import dev.espalier.env.Environments;
import dev.espalier.policy.Policy;

/**
 * What an evaluation brings along: its episodes, their row in the table, theta at that moment, and the policies that are worth
 * keeping: the best of all in {@code best/}, the best of each size on the {@link Ladder}, and that of the run's end in {@code policy/}.
 */
final class Evaluations implements AutoCloseable {

    /** Bundles carry at least so many golden vectors, and at most twice as many. */
    private static final int GOLDEN_VECTORS = 16;

    private final RunConfig config;
    private final RunDirectory directory;
    private final Workshop workshop;
    private final MetricsLog log;
    private final ThetaHistory thetaHistory;
    private final RunListener listener;
    private final Evaluator evaluator;
    private final Ladder ladder;
    private Best best;

    /**
     * The best evaluation so far.
     *
     * @param score its mean return; NaN before the first
     * @param isDecided whether the agent had no gates in it
     */
    record Best(double score, boolean isDecided) {

        static final Best NONE = new Best(Double.NaN, false);
    }

    Evaluations(
            RunConfig config,
            RunDirectory directory,
            Workshop workshop,
            MetricsLog log,
            ThetaHistory thetaHistory,
            RunListener listener,
            Best best) {
        this.config = config;
        this.directory = directory;
        this.workshop = workshop;
        this.log = log;
        this.thetaHistory = thetaHistory;
        this.listener = listener;
        this.best = best;
        this.ladder = Ladder.of(directory);
        this.evaluator = new Evaluator(Environments.make(config.env()));
    }

    Best best() {
        return best;
    }

    /** Evaluates the agent as it is now. */
    void run(long step) {
        Policy policy = Policies.of(workshop.agent(), evaluator.actionSpace());
        var golden = new GoldenVectors(Policies.checked(policy), GOLDEN_VECTORS);
        Evaluator.Result result = evaluator.evaluate(
                golden,
                config.evaluation().episodes(),
                episode -> workshop.streams().seedOf("evaluation", step, episode));
        log.evaluation(step, result.returns(), result.lengths());
        thetaHistory.append(step, workshop.agent().thetaByLayer());
        if (result.broken() > 0) {
            listener.onMessage("step " + step + ": the simulator gave up in " + result.broken()
                    + " evaluation episodes; they count with what they had brought until then");
        }
        keep(step, policy, result, golden);
        listener.onEvaluation(step, result.returns());
    }

    private void keep(long step, Policy policy, Evaluator.Result result, GoldenVectors golden) {
        // What still has gates is not what is going to be deployed: the first agent without them starts anew.
        boolean decided = workshop.agent().theta().isEmpty();
        boolean isFirstOfItsKind = Double.isNaN(best.score()) || decided != best.isDecided();
        if (isFirstOfItsKind || result.mean() > best.score()) {
            best = new Best(result.mean(), decided);
            BestAgent.save(directory, workshop.agent(), step, result);
        }
        var trained = new TrainedPolicy(
                config.env(),
                step,
                Sizes.undecided(workshop.agent(), config.prune().tolerance()),
                ParameterCount.of(workshop.agent().blueprint()).deployed(),
                policy);
        ladder.offer(trained, result, golden.kept());
        if (step >= config.steps()) {
            BundleFile.write(directory.policy(), trained, golden.kept());
        }
    }

    @Override
    public void close() {
        try (thetaHistory) {
            evaluator.close();
        }
    }
}
