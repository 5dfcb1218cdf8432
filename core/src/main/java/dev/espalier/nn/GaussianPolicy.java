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
 */
public final class GaussianPolicy implements Network<GaussianPolicy> {

    private static final String LOG_SIGMA = "log_sigma";

    /** Factor of the output layer's initial weights: at the start, every action is near the middle of its range. */
    private static final double FIRST_OUTPUT = 0.01;

    private final Mlp body;
    private final Slot logSigma;

    private GaussianPolicy(Mlp body, Slot logSigma) {
        this.body = body;
        this.logSigma = logSigma;
    }

    /** Creates a policy with sigma 1. */
    public static GaussianPolicy start(Mlp body, int actions, Compute compute) {
        Tensor zeros = Tensors.of(compute, new float[actions], actions).requires_grad_(true);
        return new GaussianPolicy(body.withOutputTimes(FIRST_OUTPUT), Slot.learnt(zeros, Axis.fixed(actions)));
    }

    /** mu: {@code [batch, inputs] -> [batch, actions]}. */
    public Tensor mean(Tensor input) {
        return body.forward(input);
    }

    /** log sigma, {@code [actions]}; the live tensor. */
    public Tensor logSigma() {
        return logSigma.tensor();
    }

    /** The network that computes mu. */
    public Mlp body() {
        return body;
    }

    @Override
    public SequencedMap<String, Slot> slots() {
        SequencedMap<String, Slot> slots = body.slots();
        slots.put(LOG_SIGMA, logSigma);
        return slots;
    }

    @Override
    public GaussianPolicy map(BiFunction<String, Slot, Tensor> change) {
        return new GaussianPolicy(
                body.map(change), new Slot(change.apply(LOG_SIGMA, logSigma), logSigma.axes(), logSigma.learnt()));
    }

    @Override
    public GaussianPolicy scaled(Map<UnitLayer, Tensor> factors) {
        return new GaussianPolicy(body.scaled(factors), logSigma);
    }

    @Override
    public GaussianPolicy frozen() {
        return new GaussianPolicy(
                body.frozen(), new Slot(logSigma.tensor().detach(), logSigma.axes(), logSigma.learnt()));
    }
}
