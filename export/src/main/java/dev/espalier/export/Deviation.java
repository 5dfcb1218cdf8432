package dev.espalier.export;

import dev.espalier.policy.ActionRange;

/**
 * How far two actions lie apart. Entries that may exceed 1 are measured in units of their largest size: single precision
 * has no more digits for an action of 1000 than for one of 1.
 */
public final class Deviation {

    private Deviation() {}

    /**
     * The largest difference of an entry, divided by the largest size that it may have if that is above 1.
     *
     * @param expected {@code [range.size()]}
     * @param actual {@code [range.size()]}
     * @return at least 0, or NaN if there is one in an action
     */
    public static double of(ActionRange range, double[] expected, double[] actual) {
        double[] scales = scales(range);
        double largest = 0;
        for (int i = 0; i < scales.length; i++) {
            // Math.max hands NaN on.
            largest = Math.max(largest, Math.abs(expected[i] - actual[i]) / scales[i]);
        }
        return largest;
    }

    /** What an entry's difference is divided by, at least 1, {@code [range.size()]}. */
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
