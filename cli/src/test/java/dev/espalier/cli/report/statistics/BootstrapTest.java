package dev.espalier.cli.report.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Against an oracle that enumerates all samples instead of drawing some. */
class BootstrapTest {

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** The statistic of each of the n^n equally likely samples, sorted. */
    private static double[] allOutcomes(double[] values, ToDoubleFunction<double[]> statistic) {
        int n = values.length;
        int samples = (int) Math.round(Math.pow(n, n));
        double[] outcomes = new double[samples];
        for (int sample = 0; sample < samples; sample++) {
            double[] drawn = new double[n];
            int rest = sample;
            for (int i = 0; i < n; i++) {
                drawn[i] = values[rest % n];
                rest /= n;
            }
            outcomes[sample] = statistic.applyAsDouble(drawn);
        }
        Arrays.sort(outcomes);
        return outcomes;
    }

    @Test
    void theIntervalOfTheMeanIsThatOfAllSamples() {
        double[] seeds = {310, 720, 455, 380, 641};
        double[] outcomes = allOutcomes(seeds, BootstrapTest::mean);

        Interval interval = new Bootstrap(40_000, 7).interval(List.of(seeds), BootstrapTest::mean);

        // 3125 outcomes are so close that a draw of 40 000 can be off by a few of them.
        assertThat(interval.low()).isCloseTo(outcomes[(int) (0.025 * outcomes.length)], within(8.0));
        assertThat(interval.high()).isCloseTo(outcomes[(int) (0.975 * outcomes.length)], within(8.0));
        assertThat(interval.low()).isBetween(340.0, 420.0);
    }

    @Test
    void theIntervalOfTheInterquartileMeanIsThatOfAllSamples() {
        double[] seeds = {1, 2, 3, 100, 5};
        double[] outcomes = allOutcomes(seeds, InterquartileMean::of);
        double low = outcomes[(int) (0.025 * outcomes.length)];
        double high = outcomes[(int) (0.975 * outcomes.length)];

        Interval interval = new Bootstrap(40_000, 3).interval(List.of(seeds), InterquartileMean::of);

        assertThat(interval.low()).isCloseTo(low, within(0.34));
        assertThat(interval.high()).isCloseTo(high, within(2.0));
    }

    /** Drawn from all values together, the mean could be 0 or 1000; drawn by task it is always 500. */
    @Test
    void aTaskDoesNotStandInForAnother() {
        Interval interval = new Bootstrap(1_000, 0)
                .interval(List.of(new double[] {0, 0, 0}, new double[] {1000, 1000, 1000}), BootstrapTest::mean);

        assertThat(interval).isEqualTo(new Interval(500, 500));
    }

    @Test
    void twoSeedsGiveHardlyMoreThanTheirRange() {
        Estimate estimate = Estimate.of(new double[] {341, 720});

        assertThat(estimate).isEqualTo(new Estimate(530.5, new Interval(341, 720)));
    }

    @Test
    void oneSeedHasNoInterval() {
        assertThat(Estimate.of(new double[] {5})).isEqualTo(new Estimate(5, null));
    }

    @Test
    void theSameSeedsGiveTheSameInterval() {
        double[] seeds = {3, 1, 4, 1.5, 9, 2.6};
        assertThat(Estimate.of(seeds)).isEqualTo(Estimate.of(seeds.clone()));
        Interval other = new Bootstrap(100, 1).interval(List.of(seeds), BootstrapTest::mean);
        assertThat(new Bootstrap(100, 2).interval(List.of(seeds), BootstrapTest::mean))
                .isNotEqualTo(other);
    }
}
