package dev.espalier.cli.console;

import java.util.Arrays;

/** Statistics for benchmarks. */
public final class Statistics {

    private Statistics() {}

    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
