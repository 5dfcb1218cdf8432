package dev.espalier.policy;

import java.util.Locale;

/**
 * What is done to an observation before a network reads it, entry by entry: {@code (observation - mean) / deviation}, cut off
 * at {@code -limit} and {@code limit}; NaN stays NaN.
 *
 * <p>It is a step of its own and not multiplied into the weights behind it. There each sum would hold {@code weight * mean} twice, once
 * in a bias and once in what the observation brings, and where an entry is far from 0 and moves little, as a pressure in pascal does,
 * single precision loses what is left of their difference. Here the mean is taken away first, which close to it is exact.
 *
 * @param mean {@code [observation size]}; not copied: whoever changes it changes the step
 * @param deviation {@code [observation size]}, each above 0; not copied
 * @param limit above 0
 */
public record Normalisation(float[] mean, float[] deviation, float limit) {

    /** @throws IllegalArgumentException if sizes differ, a deviation or the limit is not above 0, or a number is not finite */
    public Normalisation {
        if (mean.length != deviation.length) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "%d means and %d deviations do not fit together", mean.length, deviation.length));
        }
        for (int i = 0; i < mean.length; i++) {
            if (!Float.isFinite(mean[i]) || !isAboveZero(deviation[i])) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "entry %d of an observation has the mean %s and the deviation %s; both have to be finite, and the"
                                + " deviation above 0",
                        i,
                        mean[i],
                        deviation[i]));
            }
        }
        if (!isAboveZero(limit)) {
            throw new IllegalArgumentException("observations are cut off at " + limit + ", which is not above 0");
        }
    }

    private static boolean isAboveZero(float value) {
        return value > 0 && Float.isFinite(value);
    }

    /** Entries of an observation. */
    public int size() {
        return mean.length;
    }

    /** The same in arrays of its own. */
    Normalisation copy() {
        return new Normalisation(mean.clone(), deviation.clone(), limit);
    }

    /** Changes the {@link #size} numbers that begin there. */
    void apply(float[] numbers, int from) {
        for (int i = 0; i < mean.length; i++) {
            float normal = (numbers[from + i] - mean[i]) / deviation[i];
            // Of NaN, min and max make NaN.
            numbers[from + i] = Math.max(-limit, Math.min(limit, normal));
        }
    }
}
