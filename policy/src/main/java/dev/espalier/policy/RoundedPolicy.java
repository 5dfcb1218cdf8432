package dev.espalier.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * A policy whose weights are rounded to a format, beside the form in which they are stored. The policy's weights are
 * the rounded ones in single precision, so that it acts as any other.
 *
 * @param format format of all layers' weights
 * @param policy acts with the rounded weights
 * @param weights stored weights of each layer of the policy's network
 */
public record RoundedPolicy(WeightFormat format, Policy policy, List<StoredWeights> weights) {

    /** @throws IllegalArgumentException if there are not as many stored weights as layers */
    public RoundedPolicy {
        weights = List.copyOf(weights);
        int layers = policy.network().layers().size();
        if (weights.size() != layers) {
            throw new IllegalArgumentException(
                    "%s layers cannot have the weights of %s".formatted(layers, weights.size()));
        }
    }

    /**
     * Rounds a policy's weights.
     *
     * @param policy unchanged; with FLOAT32 it is also the result's
     * @throws IllegalArgumentException if a weight is not finite or too large for the format; names the layer
     */
    public static RoundedPolicy of(Policy policy, WeightFormat format) {
        List<StoredWeights> weights = new ArrayList<>();
        List<PolicyNetwork.Layer> layers = new ArrayList<>();
        for (PolicyNetwork.Layer layer : policy.network().layers()) {
            StoredWeights stored = stored(format, layer, layers.size());
            weights.add(stored);
            layers.add(new PolicyNetwork.Layer(
                    layer.inputs(),
                    layer.outputs(),
                    stored.weights(),
                    layer.bias(),
                    layer.activation(),
                    layer.handsOn()));
        }
        Policy rounded = format == WeightFormat.FLOAT32
                ? policy
                : new Policy(new PolicyNetwork(policy.network().normalisation(), layers), policy.range());
        return new RoundedPolicy(format, rounded, weights);
    }

    private static StoredWeights stored(WeightFormat format, PolicyNetwork.Layer layer, int index) {
        try {
            return StoredWeights.of(format, layer);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("layer " + index + ": " + e.getMessage(), e);
        }
    }

    /** Bytes of the stored weights with their scales, of biases, and of means and deviations of observations. */
    public long bytes() {
        Normalisation normalisation = policy.network().normalisation();
        long floats = normalisation == null ? 0 : 2L * normalisation.size();
        for (PolicyNetwork.Layer layer : policy.network().layers()) {
            floats += layer.bias().length;
        }
        return floats * Float.BYTES
                + weights.stream().mapToLong(StoredWeights::bytes).sum();
    }
}
