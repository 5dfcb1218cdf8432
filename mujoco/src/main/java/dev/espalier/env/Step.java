package dev.espalier.env;

import java.util.Map;

/**
 * The result of one environment step.
 *
 * @param observation {@code [observation size]}, owned by the caller
 * @param terminated whether the task's rules ended the episode: the value of the next state is zero
 * @param truncated whether the time limit ended the episode: the next state still has a value
 * @param info terms of the reward and other values, with Gymnasium's names
 */
public record Step(
        double[] observation, double reward, boolean terminated, boolean truncated, Map<String, Double> info) {

    /** Whether the episode is over, for either reason. */
    public boolean done() {
        return terminated || truncated;
    }
}
