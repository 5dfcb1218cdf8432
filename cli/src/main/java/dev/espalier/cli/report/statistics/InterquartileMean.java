package dev.espalier.cli.report.statistics;

import java.util.Arrays;

/**
 * The mean of the middle half: of n values in order, the {@code floor(n/4)} smallest and as many of the largest are left
 * out, and the rest is averaged. One lucky or one failed seed moves it less than the mean, and few seeds move it less
 * than the median. Agarwal and others, <i>Deep Reinforcement Learning at the Edge of the Statistical Precipice</i>
 * (2021), recommend it for scores over a handful of seeds; of fewer than 4 values it is their mean.
 */
public final class InterquartileMean {

    private InterquartileMean() {}

    /**
     * The mean of the middle half.
     *
     * @param values at least one
     */
    public static double of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int cut = sorted.length / 4;
        return Arrays.stream(sorted, cut, sorted.length - cut).average().orElseThrow();
    }
}
