package dev.espalier.nn;

import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Tensors;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A dense layer {@code y = x W^T + b}.
 *
 * @param weight {@code [outputs, inputs]}
 * @param bias {@code [outputs]}
 * @param optionalBias the same bias in the form that libtorch's call wants, made once
 */
record Linear(Tensor weight, Tensor bias, TensorOptional optionalBias) {

    private Linear(Tensor weight, Tensor bias) {
        this(weight, bias, Tensors.optional(bias));
    }

    /** A trainable layer; weights and biases uniform in plus or minus {@code 1 / sqrt(inputs)}, PyTorch's default. */
    static Linear create(int inputs, int outputs, RandomGenerator random, Compute compute) {
        float bound = (float) (1 / Math.sqrt(inputs));
        Tensor weight = Tensors.of(compute, uniform(outputs * inputs, bound, random), outputs, inputs);
        Tensor bias = Tensors.of(compute, uniform(outputs, bound, random), outputs);
        return new Linear(weight.requires_grad_(true), bias.requires_grad_(true));
    }

    private static float[] uniform(int size, float bound, RandomGenerator random) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = random.nextFloat(-bound, bound);
        }
        return values;
    }

    /** The same memory under a layer that no gradient reaches. */
    Linear frozen() {
        return new Linear(weight.detach(), bias.detach());
    }

    /** A copy of the values in memory of its own, which no gradient reaches. */
    Linear frozenCopy() {
        return new Linear(weight.detach().clone(), bias.detach().clone());
    }

    /** {@code [batch, inputs] -> [batch, outputs]}. */
    Tensor forward(Tensor input) {
        return torch.linear(input, weight, optionalBias);
    }

    void collect(String name, SequencedMap<String, Tensor> parameters) {
        parameters.put(name + ".weight", weight);
        parameters.put(name + ".bias", bias);
    }
}
