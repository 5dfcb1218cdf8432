package dev.espalier.env;

import java.util.SplittableRandom;

/**
 * The chance in a start state: a stream of numbers that a seed decides alone, drawn one after the other in the order of
 * the calls, array entries by rising index.
 */
public final class StartNoise {

    private final SplittableRandom random;

    StartNoise(long seed) {
        random = new SplittableRandom(seed);
    }

    /** A number from {@code [low, high)}, all equally likely. */
    public double uniform(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** Adds to each entry its own number from {@code [-scale, scale)}. */
    public void addUniform(double scale, double[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] += uniform(-scale, scale);
        }
    }

    /** Adds to each entry its own normal number with mean 0 and standard deviation {@code scale}. */
    public void addNormal(double scale, double[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] += scale * random.nextGaussian();
        }
    }
}
