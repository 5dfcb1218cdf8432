package dev.espalier.cli.card;

import dev.espalier.config.RunConfig;
import dev.espalier.run.TrainedPolicy;
import dev.espalier.run.loop.Evaluator;

/**
 * All that a card tells: what was read of the run, and what was measured for the card.
 *
 * @param trained the policy
 * @param rounded whether gates may have been decided for the card that the run had not decided
 * @param config of the run
 * @param origin of the run
 * @param evaluation episodes played for the card
 * @param seed that decided their start states
 * @param deployRatio deployed parameters over those of preset {@code ofe} of the same agent on the same task
 * @param actionTime how long one action takes
 * @param curve what the picture shows, in words
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

    /** Whether units were pruned while it trained. */
    boolean pruned() {
        return config.prune().gates();
    }
}
