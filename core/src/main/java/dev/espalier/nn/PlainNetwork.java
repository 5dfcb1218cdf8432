package dev.espalier.nn;

import dev.espalier.policy.PolicyNetwork;
import dev.espalier.policy.PolicyNetwork.Activation;
import dev.espalier.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A policy's network, with the extractor in front of it, as plain arrays that follow its tensors when told to. For one
 * observation at a time loops over arrays take microseconds where a tensor library's calls take hundreds.
 */
public final class PlainNetwork {

    private final @Nullable FoldedDenseNet extractor;
    private final Mlp policy;
    private final PolicyNetwork network;
    private final List<Copy> copies = new ArrayList<>();

    /**
     * A tensor and the array that follows it.
     *
     * @param factors of the columns of a matrix, multiplied in, or null
     */
    private record Copy(
            Tensor source, float[] target, @Nullable Tensor factors) {

        void run() {
            Tensors.read(source, target);
            if (factors != null) {
                float[] columns = Tensors.toFloats(factors);
                for (int row = 0; row < target.length; row += columns.length) {
                    for (int column = 0; column < columns.length; column++) {
                        target[row + column] *= columns[column];
                    }
                }
            }
        }
    }

    /**
     * The network as it is now.
     *
     * @param extractor what the policy reads, or null if it reads observations as they are
     * @param policy in evaluation mode
     */
    public PlainNetwork(@Nullable FoldedDenseNet extractor, Mlp policy) {
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
            layers.add(layer(layer.linear().weight(), layer.linear().bias(), factors, Activation.RELU));
            factors = layer.factor();
        }
        layers.add(layer(policy.output().weight(), policy.output().bias(), factors, Activation.NONE));
        network = new PolicyNetwork(layers);
        refresh();
    }

    private PolicyNetwork.Layer layer(Tensor weight, Tensor bias, @Nullable Tensor factors, Activation activation) {
        int outputs = (int) weight.size(0);
        int inputs = (int) weight.size(1);
        float[] weights = new float[outputs * inputs];
        float[] biases = new float[outputs];
        copies.add(new Copy(weight, weights, factors));
        copies.add(new Copy(bias, biases, null));
        return new PolicyNetwork.Layer(inputs, outputs, weights, biases, activation, activation == Activation.SWISH);
    }

    /** Whether this is made of these very networks; pruning brings others. */
    public boolean isMadeOf(@Nullable FoldedDenseNet otherExtractor, Mlp otherPolicy) {
        return extractor == otherExtractor && policy == otherPolicy;
    }

    /** Follows the tensors. */
    public void refresh() {
        copies.forEach(Copy::run);
    }

    /** The network; {@link #refresh} changes it. */
    public PolicyNetwork network() {
        return network;
    }
}
