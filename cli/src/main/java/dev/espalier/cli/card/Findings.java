package dev.espalier.cli.card;

import dev.espalier.config.RunConfig;
import dev.espalier.run.TrainedPolicy;
import dev.espalier.run.loop.Evaluator;

/**
 * The content of a card, from the run's files and from measurements.
 *
 * @param rounded whether gates may have been rounded for the card
 * @param seed seed of the evaluation's start states
 * @param deployRatio deployed parameters over those of preset {@code ofe} of the same agent and task
 * @param curve description of the learning curve
 */
record Findings(
        TrainedPolicy trained,
        boolean rounded,
        RunConfig config,
        Origin origin,
        Evaluator.Result evaluation,
        long seed,
        double deployRatio,
        ActionTime actionTime,
        String curve) {

    boolean pruned() {
        return config.prune().gates();
    }
}
