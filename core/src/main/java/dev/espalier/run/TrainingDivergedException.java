package dev.espalier.run;

import dev.espalier.nn.DivergenceException;

/** Training stopped at a non-finite number; the message names step, network and evidence. */
public final class TrainingDivergedException extends RuntimeException {

    /** @param evidence a sentence that says where the evidence is, or why there is none */
    TrainingDivergedException(long step, String evidence, DivergenceException cause) {
        super(
                "training diverged at step " + step + ": " + cause.getMessage()
                        + "; a smaller learning rate or reward scale may help. " + evidence,
                cause);
    }
}
