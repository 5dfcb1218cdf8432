package dev.espalier.nn;

import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Scope;
import dev.espalier.tensor.Tensors;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;

/**
 * Observations with mean 0 and deviation 1: {@code (s - m) / d}, entry by entry, with m and d of all observations so far.
 *
 * <p>It is affine and nothing is clipped, so that it can be multiplied into the weights that read s ({@link Affine}): a policy
 * that is shipped reads raw observations and contains its normaliser, whatever format it is shipped in. Only {@link #observe}
 * changes it.
 */
public final class Normaliser {

    /** An entry that hardly ever moves must not shake everything when it does: it counts at most a hundredfold. */
    private static final double LEAST_DEVIATION = 1e-2;

    private final Moments moments;
    private long version;

    /** @param size n_s */
    public Normaliser(int size, Compute compute) {
        moments = new Moments("observations", size, compute);
    }

    /** n_s. */
    public int size() {
        return moments.size();
    }

    /** {@code [batch, n_s] -> [batch, n_s]}. */
    public Tensor apply(Tensor observations) {
        return observations.sub(moments.mean()).div_(moments.deviation(LEAST_DEVIATION));
    }

    /**
     * Takes in observations.
     *
     * @param observations {@code [n, n_s]}
     */
    public void observe(Tensor observations) {
        moments.observe(observations);
        version++;
    }

    /** Counts the changes. */
    public long version() {
        return version;
    }

    /** The tensors by name: the live ones. */
    public SequencedMap<String, Tensor> tensors() {
        return moments.tensors();
    }

    /** What each entry is divided by, {@code [n_s]}. */
    public float[] deviations() {
        try (Scope _ = Scope.open()) {
            return Tensors.toFloats(moments.deviation(LEAST_DEVIATION));
        }
    }

    /** What it does now, as arrays. */
    Affine affine() {
        return new Affine(Tensors.toFloats(moments.mean()), deviations());
    }

    /**
     * The map {@code s -> (s - mean) / deviation}.
     *
     * @param mean {@code [n_s]}
     * @param deviation {@code [n_s]}, each above 0
     */
    record Affine(float[] mean, float[] deviation) {

        /**
         * Makes a layer that was meant for normalised observations one for raw ones.
         *
         * @param weights {@code [outputs, inputs]}, row by row; changed
         * @param biases {@code [outputs]}; changed
         * @param from first of the columns that the observation meets, the last ones of each row
         */
        void foldInto(float[] weights, float[] biases, int from) {
            int inputs = biases.length == 0 ? 0 : weights.length / biases.length;
            for (int output = 0; output < biases.length; output++) {
                double bias = biases[output];
                for (int column = from; column < inputs; column++) {
                    double weight = (double) weights[output * inputs + column] / deviation[column - from];
                    weights[output * inputs + column] = (float) weight;
                    bias -= weight * mean[column - from];
                }
                biases[output] = (float) bias;
            }
        }
    }
}
