package dev.espalier.nn;

import dev.espalier.policy.Normalisation;
import dev.espalier.policy.PolicyNetwork;
import dev.espalier.policy.PolicyNetwork.Activation;
import dev.espalier.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A policy network in plain arrays, with the extractor in front of it; {@link #refresh} updates it from the tensors. A
 * single observation takes microseconds with loops over arrays, and hundreds of them with a tensor library.
 */
public final class PlainNetwork {

    private final @Nullable Normaliser normaliser;
    private final @Nullable FoldedDenseNet extractor;
    private final Mlp policy;
    private final PolicyNetwork network;
    private final List<Copy> copies = new ArrayList<>();

    /**
     * A layer's tensors and their copies in arrays.
     *
     * @param factors factors of the weights' columns, multiplied in, or null
     */
    private record Copy(
            Tensor weight,
            float[] weights,
            Tensor bias,
            float[] biases,
            @Nullable Tensor factors) {

        void run() {
            Tensors.read(weight, weights);
            Tensors.read(bias, biases);
            if (factors != null) {
                float[] columns = Tensors.toFloats(factors);
                for (int row = 0; row < weights.length; row += columns.length) {
                    for (int column = 0; column < columns.length; column++) {
                        weights[row + column] *= columns[column];
                    }
                }
            }
        }
    }

    /**
     * Copies the current network.
     *
     * @param normaliser normaliser of observations, or null for raw observations
     * @param extractor the policy's feature extractor, or null if it reads observations
     * @param policy the policy in evaluation mode
     */
    public PlainNetwork(@Nullable Normaliser normaliser, @Nullable FoldedDenseNet extractor, Mlp policy) {
        this.normaliser = normaliser;
        this.extractor = extractor;
        this.policy = policy;
        List<PolicyNetwork.Layer> layers = new ArrayList<>();
        Tensor factors = null;
        if (extractor != null) {
            extractor
                    .layers()
                    .forEach(layer -> layers.add(layer(layer.weight(), layer.shift(), null, Activation.SWISH)));
            factors = extractor.factors();
        }
        for (Mlp.Hidden layer : policy.hidden()) {
            Linear linear = layer.linear();
            layers.add(layer(linear.weight(), linear.bias(), factors, Activation.RELU));
            factors = layer.factor();
        }
        layers.add(layer(policy.output().weight(), policy.output().bias(), factors, Activation.NONE));
        network = new PolicyNetwork(normaliser == null ? null : normaliser.plain(), layers);
        refresh();
    }

    private PolicyNetwork.Layer layer(Tensor weight, Tensor bias, @Nullable Tensor factors, Activation activation) {
        int outputs = (int) weight.size(0);
        int inputs = (int) weight.size(1);
        float[] weights = new float[outputs * inputs];
        float[] biases = new float[outputs];
        copies.add(new Copy(weight, weights, bias, biases, factors));
        return new PolicyNetwork.Layer(inputs, outputs, weights, biases, activation, activation == Activation.SWISH);
    }

    /** Whether this is a copy of exactly these networks; pruning replaces them. */
    public boolean isMadeOf(@Nullable FoldedDenseNet otherExtractor, Mlp otherPolicy) {
        return extractor == otherExtractor && policy == otherPolicy;
    }

    /** Updates the arrays from the tensors. */
    public void refresh() {
        copies.forEach(Copy::run);
        Normalisation normalisation = network.normalisation();
        if (normaliser != null && normalisation != null) {
            normaliser.readInto(normalisation);
        }
    }

    /** The network; {@link #refresh} changes it. */
    public PolicyNetwork network() {
        return network;
    }
}
