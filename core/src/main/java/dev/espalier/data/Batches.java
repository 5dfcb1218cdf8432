package dev.espalier.data;

import java.util.random.RandomGenerator;

/** A source of mini-batches. */
@FunctionalInterface
public interface Batches {

    /** Draws the next mini-batch for the algorithm; it stays valid until two more are drawn, by either method. */
    Batch draw(RandomGenerator random);

    /** Draws a mini-batch for the feature extractors. */
    default Batch drawForFeatures(RandomGenerator random) {
        return draw(random);
    }
}
