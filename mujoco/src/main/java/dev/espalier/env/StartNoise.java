package dev.espalier.env;

import java.util.SplittableRandom;

/** Random numbers for a start state, determined by a seed, in the order of the calls and array entries. */
public final class StartNoise {

    private final SplittableRandom random;

    StartNoise(long seed) {
        random = new SplittableRandom(seed);
    }

    /** A uniform number from {@code [low, high)}. */
    public double uniform(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** Adds to each entry an independent uniform number from {@code [-scale, scale)}. */
    public void addUniform(double scale, double[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] += uniform(-scale, scale);
        }
    }

    /** Adds to each entry an independent normal number with mean 0 and standard deviation {@code scale}. */
    public void addNormal(double scale, double[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] += scale * random.nextGaussian();
        }
    }
}
