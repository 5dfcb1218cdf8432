package dev.espalier.cli.report.runs;

import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.function.ToDoubleFunction;

/** Mean and range of a quantity over few seeds, for which a standard deviation would be misleading. */
public record Spread(double mean, double lowest, double highest) {

    public static <T> Spread of(Collection<T> seeds, ToDoubleFunction<T> quantity) {
        DoubleSummaryStatistics statistics =
                seeds.stream().mapToDouble(quantity).summaryStatistics();
        return new Spread(statistics.getAverage(), statistics.getMin(), statistics.getMax());
    }
}
