package dev.espalier.nn;

import dev.espalier.tensor.Compute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/** A multi-layer perceptron: dense layers with ReLU between them and a linear output. */
public final class Mlp {

    private final List<Linear> layers;

    private Mlp(List<Linear> layers) {
        this.layers = List.copyOf(layers);
    }

    /** A trainable network with weights drawn from {@code random}. */
    public static Mlp create(int inputs, List<Integer> hidden, int outputs, RandomGenerator random, Compute compute) {
        List<Linear> layers = new ArrayList<>();
        int width = inputs;
        for (int units : hidden) {
            layers.add(Linear.create(width, units, random, compute));
            width = units;
        }
        layers.add(Linear.create(width, outputs, random, compute));
        return new Mlp(layers);
    }

    /**
     * This network as others may read it: the same memory, so always the same values, but no gradient reaches the
     * weights. A loss that runs through it pays for no weight gradients.
     */
    public Mlp frozen() {
        return new Mlp(layers.stream().map(Linear::frozen).toList());
    }

    /** A copy with memory of its own that no gradient reaches: the start of a target network. */
    public Mlp frozenCopy() {
        return new Mlp(layers.stream().map(Linear::frozenCopy).toList());
    }

    /** {@code [batch, inputs] -> [batch, outputs]}. */
    public Tensor forward(Tensor input) {
        Tensor hidden = input;
        for (Linear layer : layers.subList(0, layers.size() - 1)) {
            // In place: a linear layer's output is needed by no gradient of its own.
            hidden = layer.forward(hidden).relu_();
        }
        return layers.getLast().forward(hidden);
    }

    /** Weights and biases by name, first layer first. */
    public SequencedMap<String, Tensor> parameters() {
        SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            layers.get(i).collect(Integer.toString(i), parameters);
        }
        return parameters;
    }
}
