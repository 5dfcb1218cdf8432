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
 * Observations with mean 0 and standard deviation 1: {@code (s - m) / d}, entry by entry, with m and d of all observations so far, and cut off
 * at ten standard deviations, so that an outlier, or what comes before anything is known of an entry, does not drown all else.
 *
 * <p>A policy that is shipped reads raw observations and does this by itself, in the same single precision
 * ({@link Normalisation} says why it is not multiplied into weights). Only {@link #observe} changes it.
 */
public final class Normaliser {

    /** An entry that hardly ever moves must not shake everything when it does: it counts at most a hundredfold. */
    private static final double MIN_STD = 1e-2;

    /** The usual limit of normalised observations. */
    private static final float FARTHEST = 10;

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
        return observations
                .sub(moments.mean())
                .div_(moments.std(MIN_STD))
                .clamp_(new ScalarOptional(new Scalar(-FARTHEST)), new ScalarOptional(new Scalar(FARTHEST)));
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

    /** What it does now, as arrays of their own. */
    Normalisation plain() {
        return new Normalisation(Tensors.toFloats(moments.mean()), std(), FARTHEST);
    }

    /** Overwrites the arrays of {@link #plain} by what it does now. */
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
