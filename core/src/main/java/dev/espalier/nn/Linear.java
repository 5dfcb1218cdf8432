package dev.espalier.nn;

import dev.espalier.prune.Axis;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Tensors;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A dense layer {@code y = x W^T + b}.
 *
 * @param name prefix of its tensors' names
 * @param inputs axis of its input
 * @param outputs axis of its output
 * @param weight {@code [outputs, inputs]}
 * @param bias {@code [outputs]}
 * @param optionalBias the bias as an optional argument for libtorch, created once
 */
record Linear(String name, Axis inputs, Axis outputs, Tensor weight, Tensor bias, TensorOptional optionalBias) {

    private Linear(String name, Axis inputs, Axis outputs, Tensor weight, Tensor bias) {
        this(name, inputs, outputs, weight, bias, new TensorOptional(bias));
    }

    /**
     * The position and size of a layer.
     *
     * @param name prefix of its tensors' names
     * @param inputs axis of its input
     * @param inputSize width of its input
     * @param outputs axis of its output
     * @param outputSize width of its output
     */
    record Place(String name, Axis inputs, int inputSize, Axis outputs, int outputSize) {}

    /** Creates a trainable layer; weights and biases uniform in {@code +-1 / sqrt(inputs)}, PyTorch's default. */
    static Linear create(Place place, RandomGenerator random, Compute compute) {
        float bound = (float) (1 / Math.sqrt(place.inputSize));
        float[] weights = uniform(place.inputSize * place.outputSize, bound, random);
        return create(place, weights, uniform(place.outputSize, bound, random), compute);
    }

    /** Creates a trainable layer; weights Glorot-uniform (Glorot and Bengio, 2010), biases 0, as in OFENet. */
    static Linear createGlorot(Place place, RandomGenerator random, Compute compute) {
        float bound = (float) Math.sqrt(6.0 / (place.inputSize + place.outputSize));
        float[] weights = uniform(place.inputSize * place.outputSize, bound, random);
        return create(place, weights, new float[place.outputSize], compute);
    }

    private static Linear create(Place place, float[] weights, float[] biases, Compute compute) {
        Tensor weight = Tensors.of(compute, weights, place.outputSize, place.inputSize);
        Tensor bias = Tensors.of(compute, biases, place.outputSize);
        return new Linear(
                place.name, place.inputs, place.outputs, weight.requires_grad_(true), bias.requires_grad_(true));
    }

    private static float[] uniform(int size, float bound, RandomGenerator random) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = random.nextFloat(-bound, bound);
        }
        return values;
    }

    /** {@code [batch, inputs] -> [batch, outputs]}. */
    Tensor forward(Tensor input) {
        return torch.linear(input, weight, optionalBias);
    }

    /** The part of the output from some input columns, plus bias: {@code [batch, n] -> [batch, outputs]}. */
    Tensor partialSums(Tensor columns, long from) {
        return torch.addmm(bias, columns, weightOf(columns, from));
    }

    /**
     * Adds the part of further columns.
     *
     * @param from index of their first column in the input
     */
    Tensor add(Tensor partialSums, Tensor columns, long from) {
        return torch.addmm(partialSums, columns, weightOf(columns, from));
    }

    private Tensor weightOf(Tensor columns, long from) {
        return weight.narrow(1, from, columns.size(1)).t();
    }

    void collect(SequencedMap<String, Slot> slots) {
        slots.put(name + ".weight", weightSlot());
        slots.put(name + ".bias", biasSlot());
    }

    Linear map(BiFunction<String, Slot, Tensor> change) {
        return new Linear(
                name,
                inputs,
                outputs,
                change.apply(name + ".weight", weightSlot()),
                change.apply(name + ".bias", biasSlot()));
    }

    private Slot weightSlot() {
        return Slot.learnt(weight, outputs, inputs);
    }

    private Slot biasSlot() {
        return Slot.learnt(bias, outputs);
    }
}
