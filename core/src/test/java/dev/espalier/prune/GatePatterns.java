package dev.espalier.prune;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** The expectation over independent gates by its definition: a sum over all 2^n patterns. */
public final class GatePatterns {

    private GatePatterns() {}

    /**
     * {@code E[f(xi)]}.
     *
     * @param theta probability of each gate to be 1
     */
    public static double expectation(double[] theta, ToDoubleFunction<int[]> f) {
        double sum = 0;
        int[] xi = new int[theta.length];
        for (long pattern = 0; pattern < 1L << theta.length; pattern++) {
            double probability = 1;
            for (int i = 0; i < theta.length; i++) {
                xi[i] = (int) (pattern >> i & 1);
                probability *= xi[i] == 1 ? theta[i] : 1 - theta[i];
            }
            sum += probability * f.applyAsDouble(xi);
        }
        return sum;
    }

    /** The derivative of {@link #expectation} by one theta, by central differences of step 0.01. */
    public static double slope(double[] theta, int gate, ToDoubleFunction<int[]> f) {
        double[] moved = Arrays.copyOf(theta, theta.length);
        moved[gate] = theta[gate] + 0.01;
        double above = expectation(moved, f);
        moved[gate] = theta[gate] - 0.01;
        return (above - expectation(moved, f)) / 0.02;
    }
}
