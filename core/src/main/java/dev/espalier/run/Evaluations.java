package dev.espalier.run;

import dev.espalier.config.RunConfig;
import dev.espalier.run.files.RunDirectory;
import dev.espalier.run.files.RunLogs;
import dev.espalier.run.files.ThetaHistory;
import dev.espalier.run.loop.Evaluator;
import dev.espalier.run.loop.RunListener;
import dev.espalier.run.loop.Score;
import dev.espalier.run.loop.Workshop;
import java.util.ArrayList;
import java.util.List;

/**
 * Evaluates the agent and writes the results: a row of the table, theta, and the policies to keep. These are the best
 * of all in {@code best/}, the best of each size on the {@link Ladder}, and the last one in {@code policy/}.
 */
final class Evaluations implements AutoCloseable {

    /** Minimum number of golden vectors in a bundle; there are at most twice as many. */
    private static final int GOLDEN_VECTORS = 16;

    private final RunConfig config;
    private final RunDirectory directory;
    private final Workshop workshop;
    private final RunLogs logs;
    private final RunListener listener;
    private final Evaluator evaluator;
    private final Ladder ladder;
    private Best best;
    private final List<TrainingRun.Evaluation> all = new ArrayList<>();

    /**
     * The best evaluation so far.
     *
     * @param score its score; NaN before the first
     * @param isDecided whether the agent had no gates any more
     */
    record Best(Score score, boolean isDecided) {

        static final Best NONE = new Best(new Score(Double.NaN, 0), false);
    }

    Evaluations(
            RunConfig config,
            RunDirectory directory,
            Workshop workshop,
            RunLogs logs,
            RunListener listener,
            Best best) {
        this.config = config;
        this.directory = directory;
        this.workshop = workshop;
        this.logs = logs;
        this.listener = listener;
        this.best = best;
        this.ladder = new Ladder(directory);
        this.evaluator = new Evaluator(workshop.task().make());
    }

    Best best() {
        return best;
    }

    /** The evaluations by this object, in order. */
    List<TrainingRun.Evaluation> all() {
        return List.copyOf(all);
    }

    /**
     * Whether the run may end early: the best policy reaches the wanted score, lost no episode in it, and has no gates
     * any more.
     */
    boolean isGoodEnough() {
        Double wanted = config.evaluation().stopAt();
        return wanted != null
                && best.isDecided()
                && best.score().lostEpisodes() == 0
                && best.score().meanReturn() >= wanted;
    }

    void run(long step) {
        TrainedPolicy trained = TrainedPolicy.of(workshop.agent(), config, step, evaluator.actionSpace());
        var golden = new GoldenVectors(trained.checked(), GOLDEN_VECTORS);
        Evaluator.Result result = evaluator.evaluate(
                golden,
                config.evaluation().episodes(),
                episode -> workshop.streams().seedOf("evaluation", step, episode));
        all.add(new TrainingRun.Evaluation(step, result));
        logs.metrics().evaluation(step, result);
        ThetaHistory.append(logs.theta(), step, workshop.agent().thetaByLayer());
        if (result.lostEpisodes() > 0) {
            listener.onMessage("step " + step + ": the simulator gave up in " + result.lostEpisodes()
                    + " evaluation episodes; they count with what they had brought until then, and an evaluation that lost none"
                    + " is better in any case");
        }
        keep(trained, result, golden);
        listener.onEvaluation(step, result.returns());
    }

    private void keep(TrainedPolicy trained, Evaluator.Result result, GoldenVectors golden) {
        // An agent with gates is not the one to deploy, so the first agent without gates always becomes the best.
        boolean decided = workshop.agent().theta().isEmpty();
        boolean isFirstOfItsKind = Double.isNaN(best.score().meanReturn()) || decided != best.isDecided();
        if (isFirstOfItsKind || result.score().isBetterThan(best.score())) {
            best = new Best(result.score(), decided);
            BestAgent.save(directory, workshop.agent(), trained, golden.kept(), result);
        }
        ladder.offer(trained, result, golden.kept());
        if (trained.step() >= config.steps() || isGoodEnough()) {
            BundleFile.write(directory.policy(), trained, golden.kept(), result.lostEpisodes());
        }
    }

    @Override
    public void close() {
        evaluator.close();
    }
}
