package dev.espalier.run;

import dev.espalier.agent.DivergenceException;

/** Training came to a number that is not finite and stopped; the message names network, step and evidence. */
public final class TrainingDivergedException extends RuntimeException {

    TrainingDivergedException(long step, String evidence, DivergenceException cause) {
        super(
                "training diverged at step " + step + ": " + cause.getMessage() + ". " + evidence
                        + "; a smaller learning rate or reward scale may help",
                cause);
    }
}
