package dev.espalier.agent.sac;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The losses of soft actor-critic (Haarnoja et al., ICML 2018), each a scalar: a mean over the batch. Every argument is
 * {@code [batch, 1]}; equation numbers are from that paper, with <i>Applications</i> from "Soft Actor-Critic Algorithms
 * and Applications" (2018). Rewards are scaled before; with alpha = 1 this is the first paper's way to weigh reward
 * against entropy.
 */
final class SacLosses {

    private SacLosses() {}

    /**
     * The value network's loss, (5): {@code 1/2 (V(s) - (min_i Q_i(s, a~) - alpha log pi(a~|s)))^2} with a~ drawn from
     * the policy.
     *
     * @param value V(s), with gradient
     * @param minQ min of both Q(s, a~), without gradient
     * @param logProbability log pi(a~|s), without gradient
     */
    static Tensor value(Tensor value, Tensor minQ, Tensor logProbability, double alpha) {
        return halfMeanSquare(value.sub(softValue(minQ, logProbability, alpha)));
    }

    /**
     * The soft value of a state, (3) and Applications (3), by one action a~ of the policy: {@code min_i Q_i(s, a~) -
     * alpha log pi(a~|s)}.
     */
    static Tensor softValue(Tensor minQ, Tensor logProbability, double alpha) {
        return minQ.sub(logProbability.mul(new Scalar(alpha)));
    }

    /**
     * The target of the Q networks, (8), Applications (5): {@code r + gamma V_target(s')}, or only r if the task
     * terminated.
     *
     * @param reward r, scaled
     * @param continues 0 if the task terminated in s', else 1
     * @param nextValue V(s') of the value network's target, or the {@link #softValue} by targets of the Q networks
     */
    static Tensor qTarget(Tensor reward, Tensor continues, Tensor nextValue, double discount) {
        return reward.add(continues.mul(nextValue).mul(new Scalar(discount)));
    }

    /**
     * A Q network's loss, (7): {@code 1/2 (Q(s, a) - target)^2}.
     *
     * @param q Q(s, a), with gradient
     * @param target from {@link #qTarget}, without gradient
     */
    static Tensor q(Tensor q, Tensor target) {
        return halfMeanSquare(q.sub(target));
    }

    /** The policy's loss, (12): {@code alpha log pi(a~|s) - min_i Q_i(s, a~)}; both terms have a gradient. */
    static Tensor policy(Tensor minQ, Tensor logProbability, double alpha) {
        return logProbability.mul(new Scalar(alpha)).sub(minQ).mean();
    }

    /**
     * The temperature's loss, Applications (18): {@code -log alpha (log pi(a~|s) + target entropy)}, with log alpha as
     * in the authors' code.
     *
     * @param logAlpha scalar, with gradient
     * @param logProbability log pi(a~|s), without gradient
     */
    static Tensor temperature(Tensor logAlpha, Tensor logProbability, double targetEntropy) {
        return logAlpha.mul(logProbability.add(new Scalar(targetEntropy)))
                .mean()
                .neg();
    }

    private static Tensor halfMeanSquare(Tensor difference) {
        return difference.square().mean().mul(new Scalar(0.5));
    }
}
