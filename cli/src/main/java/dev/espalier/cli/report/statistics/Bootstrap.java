package dev.espalier.cli.report.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * The stratified percentile bootstrap, which estimates how a statistic would vary with other seeds. Each replication
 * draws from every stratum as many values as it has, with replacement, and computes the statistic of all drawn values;
 * the interval contains the middle 95 % of the replications. A stratum is a task, as scores of different tasks must not
 * replace each other. Efron, <i>Bootstrap Methods: Another Look at the Jackknife</i> (1979); Agarwal and others (2021)
 * use it for scores over seeds. The seed is fixed, so equal runs give equal intervals.
 */
public record Bootstrap(int replications, long seed) {

    /** Enough replications that the seed of the draws hardly changes the interval. */
    static final Bootstrap DEFAULT = new Bootstrap(10_000, 0);

    /** Share of the replications on each side outside the interval. */
    private static final double TAIL = 0.025;

    /**
     * The 95 % interval.
     *
     * @param strata values by stratum, each with at least one
     * @param statistic function of all values together
     */
    public Interval interval(List<double[]> strata, ToDoubleFunction<double[]> statistic) {
        var random = new SplittableRandom(seed);
        double[] drawn =
                new double[strata.stream().mapToInt(values -> values.length).sum()];
        double[] outcomes = new double[replications];
        for (int replication = 0; replication < replications; replication++) {
            int next = 0;
            for (double[] values : strata) {
                for (int i = 0; i < values.length; i++) {
                    drawn[next++] = values[random.nextInt(values.length)];
                }
            }
            outcomes[replication] = statistic.applyAsDouble(drawn);
        }
        Arrays.sort(outcomes);
        return new Interval(quantile(outcomes, TAIL), quantile(outcomes, 1 - TAIL));
    }

    /** The quantile of sorted values, interpolated linearly. */
    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
