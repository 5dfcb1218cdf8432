package dev.espalier.cli.report.statistics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A quantity over seeds, with its uncertainty.
 *
 * @param interquartileMean interquartile mean over the seeds
 * @param interval 95 % interval by {@link Bootstrap}; null for a single seed
 */
public record Estimate(double interquartileMean, @Nullable Interval interval) {

    /** The estimate from one value per seed, at least one. */
    public static Estimate of(double[] seeds) {
        return new Estimate(
                InterquartileMean.of(seeds),
                seeds.length < 2 ? null : Bootstrap.DEFAULT.interval(List.of(seeds), InterquartileMean::of));
    }

    /** The interval; for a single seed, an empty one at its value. */
    public Interval range() {
        return interval == null ? new Interval(interquartileMean, interquartileMean) : interval;
    }
}
