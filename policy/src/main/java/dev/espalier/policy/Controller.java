package dev.espalier.policy;

/** What decides in a control loop. */
@FunctionalInterface
public interface Controller {

    /**
     * Decides what to do.
     *
     * @param observation as the task gives it, {@code [observation size]}
     * @param action receives what the task is to be given, {@code [action size]}
     * @throws IllegalArgumentException if one has another size
     */
    void act(double[] observation, double[] action);
}
