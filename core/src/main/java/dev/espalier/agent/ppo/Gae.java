package dev.espalier.agent.ppo;

import dev.espalier.data.Rollout;

/**
 * Generalised advantage estimation (Schulman et al., ICLR 2016): how much better an action was than the value network
 * expected, estimated from the rewards and values after it.
 *
 * <pre>
 *   delta_t = r_t + gamma V(s_(t+1)) - V(s_t)
 *   A_t     = delta_t + gamma lambda A_(t+1)
 * </pre>
 *
 * <p>If the task terminates, V(s_(t+1)) counts as 0. If an episode ends for any reason, or the rollout ends, A_(t+1)
 * counts as 0. A time limit does not terminate the task: V(s_(t+1)) keeps its value.
 */
final class Gae {

    private Gae() {}

    /**
     * Computes the advantage of each transition, {@code [n]}.
     *
     * @param path how transitions follow each other
     * @param rewards r, {@code [n]}
     * @param values V(s), {@code [n]}
     * @param nextValues V(s'), {@code [n]}
     * @param continues 0 if the task terminated in s', else 1, {@code [n]}
     */
    static float[] advantages(
            Rollout.Path path,
            float[] rewards,
            float[] values,
            float[] nextValues,
            float[] continues,
            double discount,
            double lambda) {
        float[] advantages = new float[rewards.length];
        double[] following = new double[path.environments()];
        for (int row = rewards.length - 1; row >= 0; row--) {
            int environment = path.environment()[row];
            double delta = rewards[row] + discount * continues[row] * nextValues[row] - values[row];
            double next = path.ends()[row] ? 0 : following[environment];
            following[environment] = delta + discount * lambda * next;
            advantages[row] = (float) following[environment];
        }
        return advantages;
    }

    /**
     * Discounted sums of past rewards, {@code R_t = gamma R_(t-1) + r_t}, reset in each episode and rollout,
     * {@code [n]}. Their standard deviation is the scale of the value network's outputs.
     */
    static float[] discountedSums(Rollout.Path path, float[] rewards, double discount) {
        float[] sums = new float[rewards.length];
        double[] soFar = new double[path.environments()];
        for (int row = 0; row < rewards.length; row++) {
            int environment = path.environment()[row];
            double sum = discount * soFar[environment] + rewards[row];
            sums[row] = (float) sum;
            soFar[environment] = path.ends()[row] ? 0 : sum;
        }
        return sums;
    }
}
