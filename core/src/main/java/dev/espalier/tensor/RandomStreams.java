package dev.espalier.tensor;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The random streams of a run, found by address, without generator state.
 *
 * <p>The address of a draw is its purpose and a counter, for example the noise of update 1234. Its generator starts
 * from a hash of the run's seed and this address. So a checkpoint needs no generator state: with the seed and the
 * counters, every draw can be repeated in any order and on any thread.
 */
public final class RandomStreams {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final long seed;

    /** The streams of the run with this seed. */
    public RandomStreams(long seed) {
        this.seed = seed;
    }

    /** Creates a generator for one use, for example {@code at("update", 1234)}. */
    public RandomGenerator at(String purpose, long... counters) {
        return new SplittableRandom(seedOf(purpose, counters));
    }

    /** Creates a seed for code with its own random generator, for example an environment's reset. */
    public long seedOf(String purpose, long... counters) {
        long hash = mix(seed + GOLDEN_GAMMA);
        for (byte character : purpose.getBytes(StandardCharsets.UTF_8)) {
            hash = mix(hash + GOLDEN_GAMMA + character);
        }
        for (long counter : counters) {
            hash = mix(hash + GOLDEN_GAMMA + counter);
        }
        return hash;
    }

    /** The finaliser of MurmurHash3, Stafford's variant 13: a bijection; every input bit affects every output bit. */
    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
