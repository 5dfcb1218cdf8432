package dev.espalier.policy;

/** The range of each entry of a task's actions, to which the outputs of tanh in [-1, 1] are scaled. */
public final class ActionRange {

    private final double[] low;
    private final double[] high;
    private final double[] centre;
    private final double[] halfWidth;

    /**
     * Creates a range.
     *
     * @param low minimum of each entry
     * @param high maximum of each entry
     * @throws IllegalArgumentException if sizes differ, or bounds are not finite or not in order
     */
    public ActionRange(double[] low, double[] high) {
        if (low.length != high.length) {
            throw new IllegalArgumentException(
                    "%s lower and %s upper bounds do not fit together".formatted(low.length, high.length));
        }
        this.low = low.clone();
        this.high = high.clone();
        centre = new double[low.length];
        halfWidth = new double[low.length];
        for (int i = 0; i < low.length; i++) {
            centre[i] = (low[i] + high[i]) / 2;
            halfWidth[i] = (high[i] - low[i]) / 2;
            if (!Double.isFinite(centre[i]) || !(halfWidth[i] >= 0)) {
                throw new IllegalArgumentException(
                        "entry %s of an action has the range [%s, %s]; a squashed policy needs finite bounds in order"
                                .formatted(i, low[i], high[i]));
            }
        }
    }

    /** Entries of an action. */
    public int size() {
        return low.length;
    }

    /** The minimum of each entry. */
    public double[] low() {
        return low.clone();
    }

    /** The maximum of each entry. */
    public double[] high() {
        return high.clone();
    }

    /**
     * Scales an action to the task's range.
     *
     * @param decided each entry in [-1, 1], {@code [size]}
     * @param action receives the scaled action, {@code [size]}
     * @throws IllegalArgumentException if a size is wrong
     */
    public void toTask(float[] decided, double[] action) {
        if (decided.length != low.length || action.length != low.length) {
            throw new IllegalArgumentException(
                    "an action has %s entries, not %s and %s".formatted(low.length, decided.length, action.length));
        }
        for (int i = 0; i < low.length; i++) {
            action[i] = centre[i] + halfWidth[i] * decided[i];
        }
    }
}
