package dev.espalier.prune;

import java.util.Arrays;

/**
 * The usefulness of units in one update: the derivatives at the drawn gates, or estimates made from them.
 *
 * <p>If only some of the closed units were computed, the derivative of each also represents others, so that estimates
 * are unbiased. But the square of such an estimate is too large on average, by the factor that it was multiplied by;
 * {@link #square} gives an unbiased mean square.
 *
 * @param xi the drawn gates, {@code [units]}
 * @param estimates estimates of {@code dloss/dxi_i} or of {@code C1_i - C0_i}, {@code [units]}
 * @param counts factor of each unit's derivative in its estimate, {@code [units]}; 0 for a unit that was left out
 */
public record Usefulness(float[] xi, float[] estimates, float[] counts) {

    /**
     * The usefulness if all units were computed.
     *
     * @param xi the drawn gates, {@code [units]}
     * @param derivatives {@code dloss/dxi_i}, {@code [units]}
     */
    public static Usefulness ofAll(float[] xi, float[] derivatives) {
        float[] ones = new float[derivatives.length];
        Arrays.fill(ones, 1);
        return new Usefulness(xi, derivatives, ones);
    }

    /**
     * The square of unit i's usefulness plus its price. If the usefulness is an estimate, the result is an estimate
     * whose mean is the sum of both squares. Their product is left out then, because it could make the result negative,
     * or 0 in spite of a price.
     *
     * @param price price of the unit
     */
    double square(int i, double price) {
        if (counts[i] == 1) {
            double sum = estimates[i] + price;
            return sum * sum;
        }
        double ofWhatWasShown = counts[i] == 0 ? 0 : (double) estimates[i] * estimates[i] / counts[i];
        return ofWhatWasShown + price * price;
    }

    Usefulness with(float[] others) {
        return new Usefulness(xi, others, counts);
    }

    Usefulness select(int[] kept) {
        return new Usefulness(
                GateArrays.select(xi, kept), GateArrays.select(estimates, kept), GateArrays.select(counts, kept));
    }
}
