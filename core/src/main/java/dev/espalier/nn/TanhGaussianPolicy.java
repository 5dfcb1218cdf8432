package dev.espalier.nn;

import dev.espalier.prune.UnitLayer;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A policy whose action is a squashed Gaussian: {@code a = tanh(u)}, {@code u ~ N(mu(s), sigma(s)^2)}, entries
 * independent (Haarnoja et al., "Soft Actor-Critic", ICML 2018, appendix C).
 *
 * <p>Squashing changes the density by the derivative of tanh:
 *
 * <pre>
 *   log pi(a|s) = sum_i [ log N(u_i; mu_i, sigma_i^2) - log(1 - tanh(u_i)^2) ]
 * </pre>
 *
 * <p>The second term is computed as {@code 2 (log 2 - u - softplus(-2u))}, which is equal but avoids the cancellation
 * that makes {@code 1 - tanh(u)^2} zero for large u.
 *
 * <p>Actions are in (-1, 1); the caller scales them to a task's range.
 *
 * @param body the network that computes {@code mu} and {@code log sigma} side by side
 */
public record TanhGaussianPolicy(Mlp body) implements Network<TanhGaussianPolicy> {

    private static final double LOG_SIGMA_MIN = -20;
    private static final double LOG_SIGMA_MAX = 2;

    /**
     * Actions sampled by the reparameterisation trick, so that gradients reach mu and sigma.
     *
     * @param preSquash u, {@code [batch, actions]}
     * @param action tanh(u), {@code [batch, actions]}, each entry in (-1, 1)
     * @param logProbability log pi(a|s), {@code [batch, 1]}
     */
    public record Sample(Tensor preSquash, Tensor action, Tensor logProbability) {}

    /**
     * Samples an action for each row.
     *
     * @param observation {@code [batch, inputs]}
     * @param noise standard normal draws, {@code [batch, actions]}
     */
    public Sample sample(Tensor observation, Tensor noise) {
        TensorVector heads = body.forward(observation).chunk(2, 1);
        Tensor mu = heads.get(0);
        Tensor logSigma = heads.get(1)
                .clamp(new ScalarOptional(new Scalar(LOG_SIGMA_MIN)), new ScalarOptional(new Scalar(LOG_SIGMA_MAX)));
        Tensor preSquash = mu.add(logSigma.exp().mul(noise));

        // log N(u; mu, sigma^2) with (u - mu) / sigma = noise
        Tensor gaussian = noise.square().mul(new Scalar(-0.5)).sub(logSigma);
        Tensor squash =
                preSquash.add(torch.softplus(preSquash.mul(new Scalar(-2.0)))).mul(new Scalar(2.0));
        double constant = noise.size(1) * (-0.5 * Math.log(2 * Math.PI) - 2 * Math.log(2));
        Tensor logProbability = gaussian.add(squash)
                .sum(new long[] {1}, true, new ScalarTypeOptional())
                .add(new Scalar(constant));
        return new Sample(preSquash, preSquash.tanh(), logProbability);
    }

    /**
     * Computes the action from the body's outputs for one observation: {@code tanh(mu + sigma noise)}.
     *
     * @param heads mu and log sigma, {@code [2 actions]}
     * @param noise draws a standard normal number for each entry; null for the deterministic action {@code tanh(mu)}
     * @return {@code [actions]}
     */
    public static float[] action(float[] heads, @Nullable RandomGenerator noise) {
        float[] action = new float[heads.length / 2];
        for (int i = 0; i < action.length; i++) {
            double preSquash = heads[i];
            if (noise != null) {
                double logSigma = Math.clamp(heads[action.length + i], LOG_SIGMA_MIN, LOG_SIGMA_MAX);
                preSquash += Math.exp(logSigma) * noise.nextGaussian();
            }
            action[i] = (float) Math.tanh(preSquash);
        }
        return action;
    }

    @Override
    public SequencedMap<String, Slot> slots() {
        return body.slots();
    }

    @Override
    public TanhGaussianPolicy map(BiFunction<String, Slot, Tensor> change) {
        return new TanhGaussianPolicy(body.map(change));
    }

    @Override
    public TanhGaussianPolicy scaled(Map<UnitLayer, Tensor> factors) {
        return new TanhGaussianPolicy(body.scaled(factors));
    }
}
