package dev.espalier.nn;

import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Scope;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Running statistics: mean and variance of each entry over all rows so far, updated with many rows at a time (Chan,
 * Golub and LeVeque, 1983). Before the first rows they are 0 and 1.
 *
 * <p>Sums and squares are computed in double precision; only the results are stored in single precision. So a constant
 * has exactly itself as mean and no variance, however large it is, and no square overflows.
 */
public final class Moments {

    private static final long[] ROWS = {0};

    private final String name;
    private final Tensor mean;
    private final Tensor variance;
    private final Tensor count;

    /**
     * Creates statistics without data.
     *
     * @param name prefix of the tensors' names
     * @param size entries of a row
     */
    public Moments(String name, int size, Compute compute) {
        this.name = name;
        mean = torch.zeros(new long[] {size}, compute.floats());
        variance = torch.ones(new long[] {size}, compute.floats());
        // A float counts exactly up to 2^24 rows. Above, its steps are far smaller than a rollout; single rows are not
        // counted any more, so that the statistics forget rows from more than 2^24 ago.
        count = torch.zeros(new long[] {1}, compute.floats());
    }

    /** Updates the statistics with rows, {@code [n, size]}. */
    public void observe(Tensor rows) {
        try (Scope _ = Scope.withoutGradients()) {
            Tensor exact = rows.to(torch.ScalarType.Double);
            Tensor meanOfRows = exact.mean(ROWS, false, new ScalarTypeOptional());
            Tensor varianceOfRows = exact.sub(meanOfRows).square_().mean(ROWS, false, new ScalarTypeOptional());
            Tensor meanBefore = mean.to(torch.ScalarType.Double);
            Tensor distance = meanOfRows.sub(meanBefore);
            double before = count.item_float();
            double share = rows.size(0) / (before + rows.size(0));
            Tensor varianceNow = variance.to(torch.ScalarType.Double)
                    .mul_(new Scalar(1 - share))
                    .add_(varianceOfRows.mul_(new Scalar(share)))
                    .add_(distance.square().mul_(new Scalar(share * (1 - share))));
            variance.copy_(varianceNow.clamp_max_(new Scalar((double) Float.MAX_VALUE)));
            mean.copy_(meanBefore.add_(distance.mul_(new Scalar(share))));
            count.add_(new Scalar((float) rows.size(0)));
        }
    }

    /** Entries of a row. */
    public int size() {
        return (int) mean.numel();
    }

    /** The mean, {@code [size]}; the live tensor. */
    public Tensor mean() {
        return mean;
    }

    /** The standard deviation, {@code [size]}, but at least {@code least}. */
    public Tensor std(double least) {
        return variance.sqrt().clamp_min_(new Scalar(least));
    }

    /** The live tensors by name. */
    public SequencedMap<String, Tensor> tensors() {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(name + ".mean", mean);
        tensors.put(name + ".variance", variance);
        tensors.put(name + ".count", count);
        return tensors;
    }
}
