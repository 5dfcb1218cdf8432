package dev.espalier.policy;

import java.util.Locale;

/**
 * The range of a task's actions, entry by entry. A policy decides in [-1, 1], by tanh; a task may want anything else, so what was
 * decided is stretched.
 */
public final class ActionRange {

    private final double[] low;
    private final double[] high;
    private final double[] centre;
    private final double[] halfWidth;

    /**
     * A range.
     *
     * @param low the least that each entry may be
     * @param high the most
     * @throws IllegalArgumentException if sizes differ, or a bound is not finite or above the other
     */
    public ActionRange(double[] low, double[] high) {
        if (low.length != high.length) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "%d lower and %d upper bounds do not fit together", low.length, high.length));
        }
        this.low = low.clone();
        this.high = high.clone();
        centre = new double[low.length];
        halfWidth = new double[low.length];
        for (int i = 0; i < low.length; i++) {
            centre[i] = (low[i] + high[i]) / 2;
            halfWidth[i] = (high[i] - low[i]) / 2;
            if (!Double.isFinite(centre[i]) || !(halfWidth[i] >= 0)) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "entry %d of an action has the range [%s, %s]; a squashed policy needs finite bounds in order",
                        i,
                        low[i],
                        high[i]));
            }
        }
    }

    /** Entries of an action. */
    public int size() {
        return low.length;
    }

    /** The least that each entry may be. */
    public double[] low() {
        return low.clone();
    }

    /** The most that each entry may be. */
    public double[] high() {
        return high.clone();
    }

    /**
     * Stretches an action.
     *
     * @param decided each entry in [-1, 1], {@code [size]}
     * @param action receives what the task is to be given, {@code [size]}
     * @throws IllegalArgumentException if one has another size
     */
    public void toTask(float[] decided, double[] action) {
        if (decided.length != low.length || action.length != low.length) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "an action has %d entries, not %d and %d", low.length, decided.length, action.length));
        }
        for (int i = 0; i < low.length; i++) {
            action[i] = centre[i] + halfWidth[i] * decided[i];
        }
    }
}
