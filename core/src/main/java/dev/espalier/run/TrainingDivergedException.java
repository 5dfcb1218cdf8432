package dev.espalier.run;

import dev.espalier.nn.DivergenceException;

/** Training came to a number that is not finite and stopped; the message names network, step and evidence. */
public final class TrainingDivergedException extends RuntimeException {

    /** @param evidence a sentence that says where it is, or why there is none */
    TrainingDivergedException(long step, String evidence, DivergenceException cause) {
        super(
                "training diverged at step " + step + ": " + cause.getMessage()
                        + "; a smaller learning rate or reward scale may help. " + evidence,
                cause);
    }
}
