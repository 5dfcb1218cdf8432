package dev.espalier.cli.report.runs;

import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.function.ToDoubleFunction;

/**
 * A quantity over the seeds of a {@link SeedGroup}. The range says what happened with as few as two seeds, for which a
 * standard deviation would suggest a distribution that nobody saw.
 *
 * @param mean over the seeds
 * @param lowest of any seed
 * @param highest of any seed
 */
public record Spread(double mean, double lowest, double highest) {

    public static <T> Spread of(Collection<T> seeds, ToDoubleFunction<T> quantity) {
        DoubleSummaryStatistics statistics =
                seeds.stream().mapToDouble(quantity).summaryStatistics();
        return new Spread(statistics.getAverage(), statistics.getMin(), statistics.getMax());
    }
}
