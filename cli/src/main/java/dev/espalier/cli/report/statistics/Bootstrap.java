package dev.espalier.cli.report.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * The stratified percentile bootstrap: how far would a statistic move with other seeds? Each replication draws, in each
 * stratum by itself, as many values as the stratum has, with replacement; the statistic of all the drawn values is one
 * replication, and the interval holds the middle 95 % of the replications. A stratum is a task, whose scores must not
 * stand in for those of another. Efron, <i>Bootstrap Methods: Another Look at the Jackknife</i> (1979); Agarwal and others
 * (2021) use it for scores over seeds.
 *
 * <p>The draws start from a fixed seed, so the same runs give the same interval.
 *
 * @param replications at least 1
 * @param seed start of the draws
 */
public record Bootstrap(int replications, long seed) {

    /** Enough replications that another seed of the draws moves the ends little beside their distance. */
    static final Bootstrap DEFAULT = new Bootstrap(10_000, 0);

    /** Share of the replications on either side of the interval. */
    private static final double TAIL = 0.025;

    /**
     * The interval of 95 %.
     *
     * @param strata values by stratum, each with at least one
     * @param statistic of all values together
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

    /** The value below which a share of sorted values lies, on a straight line between its two neighbours. */
    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
