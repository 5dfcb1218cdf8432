package dev.espalier.prune;

import java.util.Arrays;

/**
 * What one update shows of units' usefulness: the derivatives at the drawn gates, or what was made of them.
 *
 * <p>Where only a part of the closed units was computed, what one of them showed counts for others too, so that its estimate is
 * right on average. But the square of such an estimate is too large on average, by as much as it counts; whoever wants
 * the mean square of what units show asks for {@link #square}.
 *
 * @param xi the drawn gates, {@code [units]}
 * @param estimates of {@code dloss/dxi_i} or of {@code C1_i - C0_i}, {@code [units]}
 * @param counts how many times what a unit showed counts in its estimate, {@code [units]}; 0 for a unit that was left out
 */
public record Usefulness(float[] xi, float[] estimates, float[] counts) {

    /**
     * What all units show if all were computed.
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
     * The square of unit i's usefulness plus its price; where the usefulness is an estimate, one whose mean is the sum of both
     * squares. Their product is left out then, as it could make an estimate negative, or 0 where there is a price to be paid.
     *
     * @param price of the unit
     */
    double square(int i, double price) {
        if (counts[i] == 1) {
            double sum = estimates[i] + price;
            return sum * sum;
        }
        double ofWhatWasShown = counts[i] == 0 ? 0 : (double) estimates[i] * estimates[i] / counts[i];
        return ofWhatWasShown + price * price;
    }

    /** The same with other estimates. */
    Usefulness with(float[] others) {
        return new Usefulness(xi, others, counts);
    }

    /** That of some units. */
    Usefulness select(int[] kept) {
        return new Usefulness(
                GateArrays.select(xi, kept), GateArrays.select(estimates, kept), GateArrays.select(counts, kept));
    }
}
