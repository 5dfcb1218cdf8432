package dev.espalier.mujoco;

/** MuJoCo found a non-finite or huge number and replaced the state by the start state, or controls by zero. */
public final class UnstableSimulationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnstableSimulationException(String message) {
        super(message);
    }
}
