package dev.espalier.run;

import dev.espalier.agent.DivergenceException;
import java.nio.file.Path;

/** Training came to a number that is not finite and stopped; the message names network, step and evidence. */
public final class TrainingDivergedException extends RuntimeException {

    TrainingDivergedException(long step, Path evidence, DivergenceException cause) {
        super(
                "training diverged at step " + step + ": " + cause.getMessage()
                        + ". The weights and the mini-batch are in " + evidence
                        + "; a smaller learning rate or reward scale may help",
                cause);
    }
}
