package dev.espalier.agent.sac;

import dev.espalier.agent.Networks;
import dev.espalier.nn.Adam;
import dev.espalier.nn.DivergenceException;
import dev.espalier.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.jspecify.annotations.Nullable;

/**
 * The temperature alpha, the weight of the entropy: fixed as in the 2018 ICML paper, or learnt to keep the policy at a
 * target entropy as in its successor.
 */
final class Temperature {

    /** Tag of alpha, named as in Stable-Baselines3. */
    private static final String ALPHA = "train/ent_coef";

    /** Tag of the loss of a learnt alpha. */
    private static final String LOSS = "train/ent_coef_loss";

    private final double fixedAlpha;
    private final double targetEntropy;
    private final @Nullable Learnt learnt;

    /** The state of a learnt temperature: log alpha, {@code [1]}, and its optimiser. */
    private record Learnt(Tensor logAlpha, Adam adam) {}

    Temperature(SacConfig config, Networks networks) {
        fixedAlpha = config.temperature();
        Double target = config.targetEntropy();
        targetEntropy = target == null ? -networks.blueprint().actionSize() : target;
        if (config.learnTemperature()) {
            Tensor logAlpha = Tensors.of(networks.compute(), new float[] {(float) Math.log(fixedAlpha)}, 1)
                    .requires_grad_(true);
            SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
            parameters.put("log_alpha", logAlpha);
            learnt = new Learnt(logAlpha, networks.optimiser(parameters, config.learningRate()));
        } else {
            learnt = null;
        }
    }

    double alpha() {
        return learnt == null ? fixedAlpha : Math.exp(Tensors.toFloats(learnt.logAlpha)[0]);
    }

    /**
     * Computes the loss of a learnt alpha from log probabilities of actions, and adds it and alpha to the metrics.
     *
     * @param logProbability computes them, {@code [batch, 1]}, without gradient; called for a learnt alpha alone
     * @return the optimiser's step, to be run later
     * @throws DivergenceException if the loss is not finite
     */
    Runnable differentiate(Supplier<Tensor> logProbability, SequencedMap<String, Double> metrics) {
        metrics.put(ALPHA, alpha());
        if (learnt == null) {
            return () -> {};
        }
        Tensor loss = SacLosses.temperature(learnt.logAlpha, logProbability.get(), targetEntropy);
        float lossValue = loss.item_float();
        if (!Float.isFinite(lossValue)) {
            throw new DivergenceException("temperature", "loss", lossValue);
        }
        metrics.put(LOSS, (double) lossValue);
        TensorVector gradients = learnt.adam.gradients(loss);
        return () -> learnt.adam.step(gradients);
    }

    /** Every tag that {@link #differentiate} adds. */
    List<String> metricNames() {
        return learnt == null ? List.of(ALPHA) : List.of(ALPHA, LOSS);
    }

    SequencedMap<String, Tensor> tensors() {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        if (learnt != null) {
            tensors.put("log_alpha", learnt.logAlpha);
            learnt.adam.state().forEach((name, tensor) -> tensors.put("adam." + name, tensor));
        }
        return tensors;
    }
}
