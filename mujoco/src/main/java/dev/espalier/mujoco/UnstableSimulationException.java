package dev.espalier.mujoco;

/** MuJoCo met a non-finite or huge number in a step and set its own state back to the model's start. */
public final class UnstableSimulationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnstableSimulationException(String message) {
        super(message);
    }
}
