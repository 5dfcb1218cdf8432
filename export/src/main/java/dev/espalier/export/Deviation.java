package dev.espalier.export;

import dev.espalier.policy.ActionRange;

/** The difference of two actions. Entries that may exceed 1 are scaled, as single precision has relative errors. */
public final class Deviation {

    private Deviation() {}

    /**
     * The largest scaled difference of an entry.
     *
     * @param expected {@code [range.size()]}
     * @param actual {@code [range.size()]}
     * @return at least 0, or NaN if an action contains NaN
     */
    public static double of(ActionRange range, double[] expected, double[] actual) {
        double[] scales = scales(range);
        double largest = 0;
        for (int i = 0; i < scales.length; i++) {
            // Math.max propagates NaN.
            largest = Math.max(largest, Math.abs(expected[i] - actual[i]) / scales[i]);
        }
        return largest;
    }

    /** The divisor of each entry's difference, at least 1, {@code [range.size()]}. */
    static double[] scales(ActionRange range) {
        double[] low = range.low();
        double[] high = range.high();
        double[] scales = new double[range.size()];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = Math.max(1, Math.max(Math.abs(low[i]), Math.abs(high[i])));
        }
        return scales;
    }
}
