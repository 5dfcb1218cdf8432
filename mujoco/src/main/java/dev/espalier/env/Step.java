package dev.espalier.env;

import java.util.Map;

/**
 * What one environment step returns.
 *
 * @param observation {@code [observation size]}, owned by the caller
 * @param reward the task's reward for this step
 * @param terminated whether the task ended here by its own rules: the value of what follows is zero
 * @param truncated whether the episode was cut here by the time limit: what follows still has a value
 * @param info the reward's terms under Gymnasium's names, and what else Gymnasium reports
 */
public record Step(
        double[] observation, double reward, boolean terminated, boolean truncated, Map<String, Double> info) {

    /** Whether the episode is over, for either reason. */
    public boolean done() {
        return terminated || truncated;
    }
}
