package dev.espalier.cli.console;

import java.util.Arrays;

/** What the benchmarks report of their rounds. */
public final class Statistics {

    private Statistics() {}

    /** The middle value, or the mean of the two in the middle. */
    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
