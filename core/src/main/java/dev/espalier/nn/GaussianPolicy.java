package dev.espalier.nn;

import dev.espalier.prune.Axis;
import dev.espalier.prune.UnitLayer;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Tensors;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.Tensor;

/**
 * A Gaussian policy {@code u ~ N(mu(s), sigma^2)} whose network computes only the mean. The standard deviations are
 * separate learnt parameters and the same in every state, as is usual for PPO.
 *
 * @param body the network that computes mu
 * @param logSigma log sigma, {@code [actions]}; the live tensor
 */
public record GaussianPolicy(Mlp body, Tensor logSigma) implements Network<GaussianPolicy> {

    private static final String LOG_SIGMA = "log_sigma";

    /** Factor of the output layer's initial weights: at the start, every action is near the middle of its range. */
    private static final double FIRST_OUTPUT = 0.01;

    /** Creates a policy with sigma 1. */
    public static GaussianPolicy start(Mlp body, int actions, Compute compute) {
        Tensor zeros = Tensors.of(compute, new float[actions], actions).requires_grad_(true);
        return new GaussianPolicy(body.withOutputTimes(FIRST_OUTPUT), zeros);
    }

    /** mu: {@code [batch, inputs] -> [batch, actions]}. */
    public Tensor mean(Tensor input) {
        return body.forward(input);
    }

    private Slot slot() {
        return Slot.learnt(logSigma, Axis.fixed((int) logSigma.numel()));
    }

    @Override
    public SequencedMap<String, Slot> slots() {
        SequencedMap<String, Slot> slots = body.slots();
        slots.put(LOG_SIGMA, slot());
        return slots;
    }

    @Override
    public GaussianPolicy map(BiFunction<String, Slot, Tensor> change) {
        return new GaussianPolicy(body.map(change), change.apply(LOG_SIGMA, slot()));
    }

    @Override
    public GaussianPolicy scaled(Map<UnitLayer, Tensor> factors) {
        return new GaussianPolicy(body.scaled(factors), logSigma);
    }
}
