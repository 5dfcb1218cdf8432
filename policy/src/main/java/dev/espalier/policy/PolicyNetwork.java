package dev.espalier.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network for single observations, fast enough for a control loop: loops over float arrays, without allocation or
 * dependencies. For a batch of one, calls of a tensor library would cost more than the arithmetic.
 *
 * <p>A layer of a perceptron replaces its input by its output. A layer of a feature extractor puts its output in front
 * of its input, and the next layer reads both. So all numbers of a pass are in one array that is filled from its end,
 * and every layer reads a contiguous piece of it:
 *
 * <pre>
 *   [ ... | h_2 | h_1 | observation ]
 * </pre>
 *
 * <p>If a network was trained on normalised observations, a {@link Normalisation} comes before the first layer.
 *
 * <p>Sums have a fixed order, so equal weights and observations give equal bits on every machine with the same {@code
 * Math.exp}. Not thread-safe.
 */
public final class PolicyNetwork {

    private final @Nullable Normalisation normalisation;
    private final List<Layer> layers;
    private final int inputs;
    private final int outputs;
    private final float[] numbers;

    public enum Activation {
        /** The identity. */
        NONE {
            @Override
            void apply(float[] sums, int from, int to) {}
        },
        /** {@code max(0, x)}. */
        RELU {
            @Override
            void apply(float[] sums, int from, int to) {
                for (int i = from; i < to; i++) {
                    sums[i] = Math.max(0, sums[i]);
                }
            }
        },
        /** {@code x / (1 + exp(-x))}. */
        SWISH {
            @Override
            void apply(float[] sums, int from, int to) {
                for (int i = from; i < to; i++) {
                    sums[i] = (float) (sums[i] / (1 + Math.exp(-sums[i])));
                }
            }
        };

        abstract void apply(float[] sums, int from, int to);
    }

    /**
     * A layer {@code y = f(W x + b)}. Arrays are not copied, so changes take effect.
     *
     * @param weights W, {@code [outputs, inputs]}, row by row
     * @param bias b, {@code [outputs]}
     * @param activation f
     * @param handsOn whether the next layer reads {@code [y ; x]} rather than y
     */
    public record Layer(
            int inputs, int outputs, float[] weights, float[] bias, Activation activation, boolean handsOn) {

        /** @throws IllegalArgumentException if the arrays have other sizes */
        public Layer {
            if (weights.length != inputs * outputs || bias.length != outputs) {
                throw new IllegalArgumentException(
                        "a layer of %s inputs and %s outputs cannot have %s weights, %s biases"
                                .formatted(inputs, outputs, weights.length, bias.length));
            }
        }

        private int width() {
            return handsOn ? outputs + inputs : outputs;
        }

        private Layer firstOutputs(int count) {
            if (count > outputs || handsOn) {
                throw new IllegalArgumentException("a layer of %s outputs cannot give the first %s%s"
                        .formatted(outputs, count, handsOn ? " alone" : ""));
            }
            return new Layer(
                    inputs,
                    count,
                    Arrays.copyOf(weights, count * inputs),
                    Arrays.copyOf(bias, count),
                    activation,
                    false);
        }

        private Layer copy() {
            return new Layer(inputs, outputs, weights.clone(), bias.clone(), activation, handsOn);
        }

        /** Reads {@code [from, from + inputs)} and writes directly in front of it. */
        private void forward(float[] numbers, int from) {
            int to = from - outputs;
            for (int o = 0; o < outputs; o++) {
                numbers[to + o] = bias[o] + dot(weights, o * inputs, numbers, from, inputs);
            }
            activation.apply(numbers, to, from);
        }

        /** Four independent sums can be computed in parallel. */
        private static float dot(float[] a, int fromA, float[] b, int fromB, int length) {
            float sum0 = 0;
            float sum1 = 0;
            float sum2 = 0;
            float sum3 = 0;
            int i = 0;
            for (; i + 3 < length; i += 4) {
                sum0 += a[fromA + i] * b[fromB + i];
                sum1 += a[fromA + i + 1] * b[fromB + i + 1];
                sum2 += a[fromA + i + 2] * b[fromB + i + 2];
                sum3 += a[fromA + i + 3] * b[fromB + i + 3];
            }
            for (; i < length; i++) {
                sum0 += a[fromA + i] * b[fromB + i];
            }
            return (sum0 + sum1) + (sum2 + sum3);
        }
    }

    /**
     * A network without normalisation.
     *
     * @throws IllegalArgumentException if there are no layers, or a layer's inputs do not match the previous outputs
     */
    public PolicyNetwork(List<Layer> layers) {
        this(null, layers);
    }

    /**
     * A network.
     *
     * @param normalisation normalisation of observations, or null
     * @throws IllegalArgumentException if there are no layers, or sizes of layers or of the normalisation do not match
     */
    public PolicyNetwork(@Nullable Normalisation normalisation, List<Layer> layers) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a network needs a layer");
        }
        if (normalisation != null && normalisation.size() != layers.get(0).inputs) {
            throw new IllegalArgumentException("observations of %s entries are normalised, the first layer reads %s"
                    .formatted(normalisation.size(), layers.get(0).inputs));
        }
        this.normalisation = normalisation;
        this.layers = List.copyOf(layers);
        inputs = layers.get(0).inputs();
        int size = inputs;
        int width = inputs;
        for (Layer layer : layers) {
            if (layer.inputs != width) {
                throw new IllegalArgumentException(
                        "a layer reads " + layer.inputs + " entries, but those before it give " + width);
            }
            size += layer.outputs;
            width = layer.width();
        }
        outputs = width;
        numbers = new float[size];
    }

    /** Entries of an observation. */
    public int inputs() {
        return inputs;
    }

    /** Outputs of the last layer. */
    public int outputs() {
        return outputs;
    }

    /** The normalisation of observations, or null; its arrays are not copied. */
    public @Nullable Normalisation normalisation() {
        return normalisation;
    }

    /** The layers; their arrays are not copied. */
    public List<Layer> layers() {
        return layers;
    }

    /**
     * A copy with only the first outputs, which are the means if a policy for training also has standard deviations.
     *
     * @throws IllegalArgumentException if its last layer has fewer
     */
    public PolicyNetwork firstOutputs(int count) {
        int last = layers.size() - 1;
        List<Layer> copies = new ArrayList<>();
        layers.subList(0, last).forEach(layer -> copies.add(layer.copy()));
        copies.add(layers.get(last).firstOutputs(count));
        return new PolicyNetwork(normalisation == null ? null : normalisation.copy(), copies);
    }

    /**
     * Runs the network.
     *
     * @param observation {@code [inputs]}
     * @param result receives the outputs, {@code [outputs]}
     */
    public void forward(double[] observation, float[] result) {
        if (observation.length != inputs || result.length != outputs) {
            throw new IllegalArgumentException("a network from %s to %s entries cannot map %s to %s"
                    .formatted(inputs, outputs, observation.length, result.length));
        }
        int from = numbers.length - inputs;
        for (int i = 0; i < inputs; i++) {
            numbers[from + i] = (float) observation[i];
        }
        if (normalisation != null) {
            normalisation.apply(numbers, from);
        }
        for (Layer layer : layers) {
            layer.forward(numbers, from);
            from -= layer.outputs;
        }
        System.arraycopy(numbers, from, result, 0, outputs);
    }
}
