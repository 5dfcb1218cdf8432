package dev.espalier.data;

import java.util.random.RandomGenerator;

/** Where mini-batches come from. */
@FunctionalInterface
public interface Batches {

    /** The next mini-batch for the algorithm; overwritten by the next but one, whoever it is for. */
    Batch draw(RandomGenerator random);

    /** A mini-batch for the feature extractors. */
    default Batch drawForFeatures(RandomGenerator random) {
        return draw(random);
    }
}
