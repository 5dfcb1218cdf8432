package dev.espalier.policy;

/** Maps observations to actions in a control loop. */
@FunctionalInterface
public interface Controller {

    /**
     * Computes an action.
     *
     * @param observation observation of the task, {@code [observation size]}
     * @param action receives the action in the task's range, {@code [action size]}
     * @throws IllegalArgumentException if a size is wrong
     */
    void act(double[] observation, double[] action);
}
