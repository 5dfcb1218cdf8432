package dev.espalier.nn;

import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A {@link DenseNet} as others read it, prepared so that reading is cheap.
 *
 * <p>In evaluation mode batch norm, theta and diagonals are fixed factors: those of a unit and those that its output meets on
 * its way to a later layer can be multiplied into that layer's weights once, instead of into every mini-batch. With the
 * folded weights M and shifts c a layer is
 *
 * <pre>
 *   h_l = swish( M_l [h_(l-1) ... h_1 ; input] + c_l )
 *   z_L = e * [h_L ... h_1 ; input]
 * </pre>
 *
 * <p>so nothing has to be copied together on the way: each layer's output is handed to all later layers in one product as
 * soon as it is there. And what the layers make of the input is a sum over its columns: the part that belongs to columns
 * which stay the same, as the state's do while several actions are valued in it, is computed once ({@link #partialSums}).
 *
 * <p>Weights change; {@link #refresh} folds anew.
 */
public final class FoldedDenseNet {

    /**
     * A layer of the network that is folded, in evaluation mode.
     *
     * @param dense null when no unit is left
     * @param diagonal d_l, or null where it is 1
     * @param factor of the units, or null where it is 1
     */
    record Source(
            @Nullable Dense dense,
            @Nullable Tensor diagonal,
            @Nullable Tensor factor) {

        /** Its linear layer {@code [units, inputs], [units]} and its batch norm, {@code [units]} each. */
        record Dense(Tensor weight, Tensor bias, Tensor scale, Tensor shift, Tensor mean, Tensor variance) {}

        private boolean scales() {
            return diagonal != null || (dense != null && factor != null);
        }

        private int units() {
            return dense == null ? 0 : (int) dense.weight.size(0);
        }
    }

    /**
     * A layer that has units, folded; all tensors are views.
     *
     * @param weight M_l, {@code [units, inputs]}
     * @param shift c_l, {@code [units]}
     * @param scale of the units by batch norm, {@code [units, 1]}
     * @param met factors that what the layer reads has met on its way
     * @param toLater what its output is multiplied by for all later layers, {@code [units, units of those]}
     */
    record Layer(
            Source.Dense dense, int units, Tensor weight, Tensor shift, Tensor scale, Tensor met, Tensor toLater) {}

    /** What a layer does to the factors e: its input meets its diagonal, its units bring their own. */
    private record Meeting(
            Tensor input,
            @Nullable Tensor diagonal,
            Tensor units,
            @Nullable Tensor factor) {}

    private final double epsilon;
    private final boolean hasFactors;
    private final int units;
    private final List<Layer> layers = new ArrayList<>();
    private final List<Meeting> meetings = new ArrayList<>();

    /** M, {@code [units of all layers in their order, units of all layers, the last first, + inputs]}. */
    private final Tensor folded;

    /** c, {@code [units]}, in the order of the layers. */
    private final Tensor shift;

    private final Tensor scale;

    /** e, {@code [units, the last layer's first, + inputs]}. */
    private final Tensor factors;

    /**
     * Folds a network.
     *
     * @param epsilon added to the variance by batch norm
     */
    FoldedDenseNet(List<Source> sources, double epsilon, Compute compute) {
        this.epsilon = epsilon;
        long inputs = inputs(sources);
        units = sources.stream().mapToInt(Source::units).sum();
        hasFactors = sources.stream().anyMatch(Source::scales);
        long width = units + inputs;
        folded = torch.zeros(new long[] {units, width}, compute.floats());
        shift = torch.zeros(new long[] {units}, compute.floats());
        scale = torch.zeros(new long[] {units}, compute.floats());
        factors = torch.ones(new long[] {width}, compute.floats());
        int row = 0;
        for (Source source : sources) {
            int size = source.units();
            int read = units - row; // the first column that the layer reads
            Tensor met = factors.narrow(0, read, width - read);
            Tensor own = factors.narrow(0, (long) read - size, size);
            if (source.dense != null) {
                Tensor block = folded.narrow(0, row, size).narrow(1, read, width - read);
                Tensor later = folded.narrow(0, (long) row + size, (long) units - row - size)
                        .narrow(1, (long) read - size, size);
                Tensor column = scale.narrow(0, row, size).unsqueeze(1);
                layers.add(new Layer(source.dense, size, block, shift.narrow(0, row, size), column, met, later.t()));
            }
            meetings.add(new Meeting(met, source.diagonal, own, source.factor));
            row += size;
        }
        refresh();
    }

    /** Entries that the first layer reads; any number where nothing is done to them. */
    private static long inputs(List<Source> sources) {
        for (Source source : sources) {
            if (source.dense != null) {
                return source.dense.weight.size(1);
            } else if (source.diagonal != null) {
                return source.diagonal.numel();
            }
        }
        return 0;
    }

    /** Folds the network's weights as they are now. */
    void refresh() {
        try (Scope _ = Scope.withoutGradients()) {
            if (!layers.isEmpty()) {
                foldBatchNorm();
            }
            factors.fill_(new Scalar(1.0f));
            int next = 0;
            for (Meeting meeting : meetings) {
                if (meeting.units.numel() > 0) {
                    foldWeights(layers.get(next++));
                }
                if (meeting.diagonal != null) {
                    meeting.input.mul_(meeting.diagonal);
                }
                if (meeting.factor != null) {
                    meeting.units.copy_(meeting.factor);
                }
            }
        }
    }

    private void foldBatchNorm() {
        torch.cat_out(scale, all(Source.Dense::scale));
        scale.mul_(
                torch.cat(all(Source.Dense::variance)).add_(new Scalar(epsilon)).rsqrt_());
        torch.cat_out(shift, all(Source.Dense::bias));
        shift.sub_(torch.cat(all(Source.Dense::mean))).mul_(scale).add_(torch.cat(all(Source.Dense::shift)));
    }

    private TensorVector all(Function<Source.Dense, Tensor> part) {
        return new TensorVector(
                layers.stream().map(layer -> part.apply(layer.dense)).toArray(Tensor[]::new));
    }

    private void foldWeights(Layer layer) {
        torch.mul_out(layer.weight, layer.dense.weight, layer.scale);
        if (hasFactors) {
            layer.weight.mul_(layer.met);
        }
    }

    /** Those that have units, in their order. */
    List<Layer> layers() {
        return Collections.unmodifiableList(layers);
    }

    /** e, which whoever reads z_L multiplies it by if he was given it without: {@code [units + inputs]}; null where it is 1. */
    @Nullable
    Tensor factors() {
        return hasFactors ? factors : null;
    }

    /** Units of all layers. */
    int units() {
        return units;
    }

    /**
     * What the layers make of the first columns of an input, {@code [batch, columns] -> [batch, units]}; more columns may
     * be added to it.
     */
    Tensor partialSums(Tensor firstColumns) {
        return torch.addmm(shift, firstColumns, columns(0, firstColumns.size(1)));
    }

    /**
     * Adds what the layers make of the columns behind those.
     *
     * @param partialSums from {@link #partialSums}, {@code [batch, units]}
     * @param from the first of them, counted along the input
     */
    Tensor add(Tensor partialSums, Tensor columns, long from) {
        return torch.addmm(partialSums, columns, columns(from, columns.size(1)));
    }

    private Tensor columns(long from, long count) {
        return folded.narrow(1, units + from, count).t();
    }

    /** {@code [h_L ... h_1]}, scaled as in z_L: {@code [batch, units] -> [batch, units]}. There has to be a unit. */
    Tensor finish(Tensor partialSums) {
        List<Tensor> found = new ArrayList<>();
        Tensor rest = partialSums;
        long left = units;
        for (Layer layer : layers) {
            left -= layer.units;
            if (left == 0) {
                found.addFirst(torch.silu(rest));
            } else {
                // A split has one gradient for both parts, where two views would have one each.
                TensorVector parts = torch.split_with_sizes(rest, new long[] {layer.units, left}, 1);
                // Row by row it would compute what is left of a row beside vectors of 16 number by number.
                Tensor h = torch.silu(parts.get(0).contiguous());
                rest = torch.addmm(parts.get(1), h, layer.toLater);
                found.addFirst(h);
            }
        }
        Tensor all =
                found.size() == 1 ? found.getFirst() : torch.cat(new TensorVector(found.toArray(Tensor[]::new)), 1);
        return hasFactors ? all.mul(factors.narrow(0, 0, units)) : all;
    }

    /** Columns of the input as they stand in z_L. */
    Tensor passed(Tensor columns, long from) {
        return hasFactors ? columns.mul(factors.narrow(0, units + from, columns.size(1))) : columns;
    }

    /** z_L: {@code [batch, inputs] -> [batch, units + inputs]}. */
    Tensor forward(Tensor input) {
        Tensor passed = passed(input, 0);
        return units == 0 ? passed : torch.cat(new TensorVector(finish(partialSums(input)), passed), 1);
    }
}
