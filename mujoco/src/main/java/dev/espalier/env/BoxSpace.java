package dev.espalier.env;

import java.util.Arrays;

/**
 * A box of vectors, like Gymnasium's {@code Box}; bounds may be infinite.
 *
 * @param low {@code [size]}, minimum of each entry
 * @param high {@code [size]}, maximum of each entry
 */
public record BoxSpace(double[] low, double[] high) {

    public BoxSpace {
        if (low.length != high.length) {
            throw new IllegalArgumentException("low has " + low.length + " entries, high has " + high.length);
        }
        low = low.clone();
        high = high.clone();
    }

    /** A box without bounds. */
    public static BoxSpace unbounded(int size) {
        double[] low = new double[size];
        double[] high = new double[size];
        Arrays.fill(low, Double.NEGATIVE_INFINITY);
        Arrays.fill(high, Double.POSITIVE_INFINITY);
        return new BoxSpace(low, high);
    }

    /** Entries of a vector. */
    public int size() {
        return low.length;
    }

    @Override
    public double[] low() {
        return low.clone();
    }

    @Override
    public double[] high() {
        return high.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BoxSpace box && Arrays.equals(low, box.low) && Arrays.equals(high, box.high);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(low) + Arrays.hashCode(high);
    }

    @Override
    public String toString() {
        return "BoxSpace" + Arrays.toString(low) + ".." + Arrays.toString(high);
    }
}
