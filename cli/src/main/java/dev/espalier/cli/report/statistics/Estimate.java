package dev.espalier.cli.report.statistics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A quantity over seeds and how sure it is.
 *
 * @param interquartileMean over the seeds
 * @param interval of 95 % around it, by {@link Bootstrap}; null of a single seed, which says nothing about others
 */
public record Estimate(double interquartileMean, @Nullable Interval interval) {

    /**
     * The estimate from one value a seed.
     *
     * @param seeds at least one
     */
    public static Estimate of(double[] seeds) {
        return new Estimate(
                InterquartileMean.of(seeds),
                seeds.length < 2 ? null : Bootstrap.DEFAULT.interval(List.of(seeds), InterquartileMean::of));
    }
}
