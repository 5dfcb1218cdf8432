package dev.espalier.cli.report.statistics;

import java.util.Arrays;

/**
 * The interquartile mean: of n sorted values, the {@code floor(n/4)} smallest and as many of the largest are dropped,
 * and the rest is averaged. It is less sensitive to outliers than the mean and has less variance than the median.
 * Agarwal and others, <i>Deep Reinforcement Learning at the Edge of the Statistical Precipice</i> (2021), recommend it
 * for scores over a few seeds. With fewer than 4 values it is the mean.
 */
public final class InterquartileMean {

    private InterquartileMean() {}

    /** Computes it for at least one value. */
    public static double of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int cut = sorted.length / 4;
        return Arrays.stream(sorted, cut, sorted.length - cut).average().orElseThrow();
    }
}
