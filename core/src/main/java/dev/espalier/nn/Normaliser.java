package dev.espalier.nn;

import dev.espalier.policy.Normalisation;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Scope;
import dev.espalier.tensor.Tensors;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * Normalises observations to mean 0 and standard deviation 1: {@code (s - m) / d} for each entry, with m and d over all
 * observations so far. The result is clipped at ten standard deviations, so that outliers, or an entry about which
 * little is known yet, do not dominate.
 *
 * <p>A deployed policy reads raw observations and normalises them itself, in the same single precision ({@link
 * Normalisation} says why this is not folded into the weights). Only {@link #observe} changes it.
 */
public final class Normaliser {

    /** Lower bound of d: an entry that hardly ever changes is amplified at most a hundredfold when it does. */
    private static final double MIN_STD = 1e-2;

    /** The usual clipping bound for normalised observations. */
    private static final float FARTHEST = 10;

    private final Moments moments;
    private final Compute compute;
    private long version;

    /** @param size n_s */
    public Normaliser(int size, Compute compute) {
        this.compute = compute;
        moments = new Moments("observations", size, compute);
    }

    /** n_s. */
    public int size() {
        return moments.size();
    }

    /** {@code [batch, n_s] -> [batch, n_s]}. */
    public Tensor apply(Tensor observations) {
        return observations
                .sub(moments.mean())
                .div_(moments.std(MIN_STD))
                .clamp_(new ScalarOptional(new Scalar(-FARTHEST)), new ScalarOptional(new Scalar(FARTHEST)));
    }

    /** Updates the statistics with observations, {@code [n, n_s]}. */
    public void observe(Tensor observations) {
        moments.observe(observations);
        version++;
    }

    /** Updates the statistics with one observation, {@code [n_s]}. */
    public void observe(double[] observation) {
        float[] row = new float[observation.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) observation[i];
        }
        try (Scope _ = Scope.open()) {
            observe(Tensors.of(compute, row, 1, row.length));
        }
    }

    /** Counts the calls of {@link #observe}, so that derived copies can be updated. */
    public long version() {
        return version;
    }

    /** The live tensors by name. */
    public SequencedMap<String, Tensor> tensors() {
        return moments.tensors();
    }

    /** Copies the current normalisation to plain arrays. */
    Normalisation plain() {
        return new Normalisation(Tensors.toFloats(moments.mean()), std(), FARTHEST);
    }

    /** Overwrites the arrays of {@link #plain} with the current values. */
    void readInto(Normalisation plain) {
        Tensors.read(moments.mean(), plain.mean());
        System.arraycopy(std(), 0, plain.deviation(), 0, size());
    }

    private float[] std() {
        try (Scope _ = Scope.open()) {
            return Tensors.toFloats(moments.std(MIN_STD));
        }
    }
}
