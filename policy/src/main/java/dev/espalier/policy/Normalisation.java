package dev.espalier.policy;

/**
 * The normalisation of observations: {@code (observation - mean) / deviation}, clipped to {@code [-limit, limit]}.
 *
 * <p>It is a separate step and not folded into the weights. Folded, each sum would contain {@code weight * mean} in the
 * bias and in the observation's term; if an entry is large and varies little, as a pressure in pascal, their difference
 * would be lost in single precision. Subtracting the mean first is exact for values close to it. NaN stays NaN.
 *
 * @param mean {@code [observation size]}; not copied, so changes take effect
 * @param deviation {@code [observation size]}, each above 0; not copied
 * @param limit above 0
 */
public record Normalisation(float[] mean, float[] deviation, float limit) {

    /** @throws IllegalArgumentException if sizes differ, a deviation or the limit is not above 0, or NaN or infinite */
    public Normalisation {
        if (mean.length != deviation.length) {
            throw new IllegalArgumentException(
                    "%s means and %s deviations do not fit together".formatted(mean.length, deviation.length));
        }
        for (int i = 0; i < mean.length; i++) {
            if (!Float.isFinite(mean[i]) || !isAboveZero(deviation[i])) {
                throw new IllegalArgumentException(
                        ("entry %s of an observation has the mean %s and the deviation %s; both have to be finite, and the"
                                        + " deviation above 0")
                                .formatted(i, mean[i], deviation[i]));
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

    /** A copy with its own arrays. */
    Normalisation copy() {
        return new Normalisation(mean.clone(), deviation.clone(), limit);
    }

    /** Normalises {@link #size} numbers in place, starting at {@code from}. */
    void apply(float[] numbers, int from) {
        for (int i = 0; i < mean.length; i++) {
            float normal = (numbers[from + i] - mean[i]) / deviation[i];
            // Min and max propagate NaN.
            numbers[from + i] = Math.max(-limit, Math.min(limit, normal));
        }
    }
}
