package dev.espalier.agent.ppo;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The losses of PPO (Schulman et al., <i>Proximal Policy Optimization Algorithms</i>, 2017), each a scalar: a mean over
 * the batch. Arguments are {@code [batch, 1]} unless stated otherwise.
 *
 * <p>An action is {@code a = tanh(u)} with u drawn from the policy's Gaussian. Squashing multiplies the density of an
 * action by a factor that does not depend on the policy and cancels in the ratio of two policies. So all formulas are
 * in terms of u.
 */
final class PpoLosses {

    /** The largest float below 1: an action that was rounded to 1 is treated as this value. */
    private static final double NEARLY_ONE = Math.nextDown(1f);

    private static final double LOG_ROOT_2_PI = 0.5 * Math.log(2 * Math.PI);

    private PpoLosses() {}

    /** Computes u of an action: {@code [batch, n_a] -> [batch, n_a]}. */
    static Tensor preSquash(Tensor action) {
        return torch.atanh(
                action.clamp(new ScalarOptional(new Scalar(-NEARLY_ONE)), new ScalarOptional(new Scalar(NEARLY_ONE))));
    }

    /**
     * log N(u; mu, sigma^2), summed over entries.
     *
     * @param preSquash u, {@code [batch, n_a]}
     * @param mean mu, {@code [batch, n_a]}
     * @param logSigma {@code [n_a]}
     */
    static Tensor logProbability(Tensor preSquash, Tensor mean, Tensor logSigma) {
        Tensor standard = preSquash.sub(mean).mul(logSigma.neg().exp());
        return standard.square()
                .mul(new Scalar(-0.5))
                .sub(logSigma)
                .sum(new long[] {1}, true, new ScalarTypeOptional())
                .sub(new Scalar(logSigma.numel() * LOG_ROOT_2_PI));
    }

    /** Entropy of the Gaussian of u, a scalar. */
    static Tensor entropy(Tensor logSigma) {
        return logSigma.sum().add(new Scalar(logSigma.numel() * (0.5 + LOG_ROOT_2_PI)));
    }

    /** Standardises advantages to mean 0 and sample standard deviation 1 (divided by n - 1). */
    static Tensor standardised(Tensor advantage) {
        return advantage.sub(advantage.mean()).div(advantage.std().add(new Scalar(1e-8)));
    }

    /**
     * The policy's loss, minus the clipped objective (7): {@code -min(rho A, clip(rho, 1 - epsilon, 1 + epsilon) A)}.
     * Its gradient vanishes for an action whose probability has already changed enough in the right direction.
     *
     * @param ratio rho, the action's new probability divided by the one when it was taken
     * @param advantage A
     * @param clipRange epsilon
     */
    static Tensor policy(Tensor ratio, Tensor advantage, double clipRange) {
        Tensor clipped = ratio.clamp(
                new ScalarOptional(new Scalar(1 - clipRange)), new ScalarOptional(new Scalar(1 + clipRange)));
        return torch.minimum(ratio.mul(advantage), clipped.mul(advantage))
                .mean()
                .neg();
    }

    /**
     * The value network's loss: {@code (V(s) - R)^2}.
     *
     * @param value V(s), with gradient
     * @param wanted R, the advantage plus the old V(s)
     */
    static Tensor value(Tensor value, Tensor wanted) {
        return value.sub(wanted).square().mean();
    }
}
