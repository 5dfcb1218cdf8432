package dev.espalier.mujoco;

/**
 * MuJoCo met a number that is not finite or huge, and went on from other numbers: the start state, or zero controls.
 */
public final class UnstableSimulationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnstableSimulationException(String message) {
        super(message);
    }
}
