package dev.espalier.prune;

import java.util.SequencedMap;

/**
 * Exponential running means of several numbers. The plain recursion starts at 0, so it is too small at first; divided
 * by {@code 1 - decay^n} it is the weighted mean of the n values so far, as in Adam.
 *
 * @param decay weight of the past in each new mean, in (0, 1)
 * @param raw the recursion of each number
 * @param count number of values so far, {@code [1]}; stays at 2^24, where the correction has long been 1
 */
record RunningMean(double decay, float[] raw, float[] count) {

    /** Creates means without values. */
    static RunningMean start(double decay, int size) {
        return new RunningMean(decay, new float[size], new float[1]);
    }

    /** Adds one value to each mean. */
    void add(float[] values) {
        count[0]++;
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (float) (decay * raw[i] + (1 - decay) * values[i]);
        }
    }

    /** The means; 0 before the first value. */
    float[] means() {
        float[] means = new float[raw.length];
        if (count[0] > 0) {
            double correction = 1 - StrictMath.pow(decay, count[0]);
            for (int i = 0; i < raw.length; i++) {
                means[i] = (float) (raw[i] / correction);
            }
        }
        return means;
    }

    RunningMean copy() {
        return new RunningMean(decay, raw.clone(), count.clone());
    }

    /** The means of some of the numbers. */
    RunningMean select(int[] kept) {
        return new RunningMean(decay, GateArrays.select(raw, kept), count.clone());
    }

    /** Adds the live arrays under this name, to be copied or overwritten. */
    void entries(String name, SequencedMap<String, float[]> entries) {
        entries.put(name, raw);
        entries.put(name + "_count", count);
    }
}
