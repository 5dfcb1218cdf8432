package dev.espalier.agent.td3;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The losses of TD3 (Fujimoto, van Hoof and Meger, <i>Addressing Function Approximation Error in Actor-Critic
 * Methods</i>, ICML 2018, algorithm 1), each a scalar: a mean over the batch. Arguments are {@code [batch, 1]} unless
 * stated otherwise.
 */
final class Td3Losses {

    private Td3Losses() {}

    /**
     * The target policy's action with clipped noise, which gives similar actions similar values (section 5.3): {@code
     * clip(tanh(u) + clip(std * noise, -bound, bound), -1, 1)}.
     *
     * @param preSquash the target policy's output before tanh, {@code [batch, n_a]}
     * @param noise standard normal draws, {@code [batch, n_a]}
     */
    static Tensor smoothed(Tensor preSquash, Tensor noise, double std, double bound) {
        return clip(preSquash.tanh().add(clip(noise.mul(new Scalar(std)), bound)), 1);
    }

    private static Tensor clip(Tensor values, double bound) {
        return values.clamp(new ScalarOptional(new Scalar(-bound)), new ScalarOptional(new Scalar(bound)));
    }

    /**
     * The target of the Q networks: {@code r + gamma min_i Q_i_target(s', a')}, or only r if the task terminated
     * (section 4.2).
     *
     * @param reward r
     * @param continues 0 if the task terminated in s', else 1
     * @param nextQ1 Q(s', a') of the first target network
     * @param nextQ2 Q(s', a') of the second target network
     */
    static Tensor qTarget(Tensor reward, Tensor continues, Tensor nextQ1, Tensor nextQ2, double discount) {
        return reward.add(continues.mul(torch.minimum(nextQ1, nextQ2)).mul(new Scalar(discount)));
    }

    /**
     * A Q network's loss: {@code (Q(s, a) - target)^2}.
     *
     * @param q Q(s, a), with gradient
     * @param target from {@link #qTarget}, without gradient
     */
    static Tensor q(Tensor q, Tensor target) {
        return q.sub(target).square().mean();
    }

    /** The policy's loss: {@code -Q_1(s, pi(s))}. */
    static Tensor policy(Tensor q1) {
        return q1.mean().neg();
    }
}
