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
 * A {@link DenseNet} in evaluation mode whose fixed factors are folded into its weights, for fast evaluation.
 *
 * <p>In evaluation mode batch norm, theta and diagonals are fixed factors. The factors of a unit's output on its way to
 * a later layer can be multiplied into that layer's weights once, instead of into every mini-batch. With the folded
 * weights M and shifts c a layer is
 *
 * <pre>
 *   h_l = swish( M_l [h_(l-1) ... h_1 ; input] + c_l )
 *   z_L = e * [h_L ... h_1 ; input]
 * </pre>
 *
 * <p>No intermediate concatenation is needed: each layer's output is multiplied into all later layers in one product as
 * soon as it is known. The pre-activation of a layer is a sum over input columns. The part of columns that stay the
 * same, such as those of a state in which several actions are evaluated, is computed once ({@link #partialSums}).
 *
 * <p>When the weights change, {@link #refresh} folds them again.
 */
public final class FoldedDenseNet {

    /**
     * A folded layer with units; all tensors are views.
     *
     * @param weight M_l, {@code [units, inputs]}
     * @param shift c_l, {@code [units]}
     * @param scale factors of the units by batch norm, {@code [units, 1]}
     * @param met factors of the layer's input so far
     * @param toLater weights of its output in all later layers, {@code [units, units of those]}
     */
    record Layer(
            DenseNet.Dense dense, int units, Tensor weight, Tensor shift, Tensor scale, Tensor met, Tensor toLater) {}

    /** A layer's effect on the factors e: its input is multiplied by its diagonal, its units get their own factor. */
    private record FactorStep(
            Tensor input,
            @Nullable Tensor diagonal,
            Tensor units,
            @Nullable Tensor factor) {}

    private final boolean hasFactors;
    private final int units;
    private final List<Layer> layers = new ArrayList<>();
    private final List<FactorStep> factorSteps = new ArrayList<>();

    /** M, {@code [units of all layers in their order, units of all layers, the last first, + inputs]}. */
    private final Tensor folded;

    /** c, {@code [units]}, in the order of the layers. */
    private final Tensor shift;

    private final Tensor scale;

    /** e, {@code [units, the last layer's first, + inputs]}. */
    private final Tensor factors;

    /** Folds the layers of a network in evaluation mode. */
    FoldedDenseNet(List<DenseNet.Layer> sources, Compute compute) {
        long inputs = inputs(sources);
        units = sources.stream().mapToInt(DenseNet.Layer::size).sum();
        hasFactors = sources.stream().anyMatch(FoldedDenseNet::scales);
        long width = units + inputs;
        folded = torch.zeros(new long[] {units, width}, compute.floats());
        shift = torch.zeros(new long[] {units}, compute.floats());
        scale = torch.zeros(new long[] {units}, compute.floats());
        factors = torch.ones(new long[] {width}, compute.floats());
        int row = 0;
        for (DenseNet.Layer source : sources) {
            int size = source.size();
            int read = units - row; // first column of the layer's input
            Tensor met = factors.narrow(0, read, width - read);
            Tensor own = factors.narrow(0, (long) read - size, size);
            if (source.dense() != null) {
                Tensor block = folded.narrow(0, row, size).narrow(1, read, width - read);
                Tensor later = folded.narrow(0, (long) row + size, (long) units - row - size)
                        .narrow(1, (long) read - size, size);
                Tensor column = scale.narrow(0, row, size).unsqueeze(1);
                layers.add(new Layer(source.dense(), size, block, shift.narrow(0, row, size), column, met, later.t()));
            }
            Slot diagonal = source.diagonal();
            factorSteps.add(new FactorStep(met, diagonal == null ? null : diagonal.tensor(), own, source.factor()));
            row += size;
        }
        refresh();
    }

    private static boolean scales(DenseNet.Layer layer) {
        return layer.diagonal() != null || (layer.dense() != null && layer.factor() != null);
    }

    /** Width of the network's input; 0 if no layer has units or a diagonal, as the width is then not needed. */
    private static long inputs(List<DenseNet.Layer> sources) {
        for (DenseNet.Layer source : sources) {
            if (source.dense() != null) {
                return source.dense().linear().weight().size(1);
            } else if (source.diagonal() != null) {
                return source.diagonal().tensor().numel();
            }
        }
        return 0;
    }

    /** Folds the current weights of the network. */
    void refresh() {
        try (Scope _ = Scope.withoutGradients()) {
            if (!layers.isEmpty()) {
                foldBatchNorm();
            }
            factors.fill_(new Scalar(1.0f));
            int next = 0;
            for (FactorStep step : factorSteps) {
                if (step.units.numel() > 0) {
                    foldWeights(layers.get(next++));
                }
                if (step.diagonal != null) {
                    step.input.mul_(step.diagonal);
                }
                if (step.factor != null) {
                    step.units.copy_(step.factor);
                }
            }
        }
    }

    private void foldBatchNorm() {
        double epsilon = layers.getFirst().dense.norm().statistics().epsilon();
        torch.cat_out(scale, all(dense -> dense.norm().scale()));
        scale.mul_(torch.cat(all(dense -> dense.norm().variance()))
                .add_(new Scalar(epsilon))
                .rsqrt_());
        torch.cat_out(shift, all(dense -> dense.linear().bias()));
        shift.sub_(torch.cat(all(dense -> dense.norm().mean())))
                .mul_(scale)
                .add_(torch.cat(all(dense -> dense.norm().shift())));
    }

    private TensorVector all(Function<DenseNet.Dense, Tensor> part) {
        return new TensorVector(
                layers.stream().map(layer -> part.apply(layer.dense)).toArray(Tensor[]::new));
    }

    private void foldWeights(Layer layer) {
        torch.mul_out(layer.weight, layer.dense.linear().weight(), layer.scale);
        if (hasFactors) {
            layer.weight.mul_(layer.met);
        }
    }

    /** The layers that have units, in their order. */
    List<Layer> layers() {
        return Collections.unmodifiableList(layers);
    }

    /** e, {@code [units + inputs]}: readers of z_L without factors multiply by it. Null if it is 1. */
    @Nullable
    Tensor factors() {
        return hasFactors ? factors : null;
    }

    int units() {
        return units;
    }

    /** Partial pre-activations, of the first columns of an input: {@code [batch, columns] -> [batch, units]}. */
    Tensor partialSums(Tensor firstColumns) {
        return torch.addmm(shift, firstColumns, columns(0, firstColumns.size(1)));
    }

    /**
     * Adds the part of further columns.
     *
     * @param partialSums from {@link #partialSums}, {@code [batch, units]}
     * @param from index of their first column in the input
     */
    Tensor add(Tensor partialSums, Tensor columns, long from) {
        return torch.addmm(partialSums, columns, columns(from, columns.size(1)));
    }

    private Tensor columns(long from, long count) {
        return folded.narrow(1, units + from, count).t();
    }

    /** {@code [h_L ... h_1]}, scaled as in z_L: {@code [batch, units] -> [batch, units]}. Needs at least one unit. */
    Tensor finish(Tensor partialSums) {
        List<Tensor> found = new ArrayList<>();
        Tensor rest = partialSums;
        long left = units;
        for (Layer layer : layers) {
            left -= layer.units;
            if (left == 0) {
                found.addFirst(torch.silu(rest));
            } else {
                // A split computes one gradient for both parts; two views would compute one each.
                TensorVector parts = torch.split_with_sizes(rest, new long[] {layer.units, left}, 1);
                // On strided rows, SiLU would compute the rest of each row beyond vectors of 16 one number at a time.
                Tensor h = torch.silu(parts.get(0).contiguous());
                rest = torch.addmm(parts.get(1), h, layer.toLater);
                found.addFirst(h);
            }
        }
        Tensor all =
                found.size() == 1 ? found.getFirst() : torch.cat(new TensorVector(found.toArray(Tensor[]::new)), 1);
        return hasFactors ? all.mul(factors.narrow(0, 0, units)) : all;
    }

    /** Scales columns of the input as in z_L. */
    Tensor passed(Tensor columns, long from) {
        return hasFactors ? columns.mul(factors.narrow(0, units + from, columns.size(1))) : columns;
    }

    /** z_L: {@code [batch, inputs] -> [batch, units + inputs]}. */
    Tensor forward(Tensor input) {
        Tensor passed = passed(input, 0);
        return units == 0 ? passed : torch.cat(new TensorVector(finish(partialSums(input)), passed), 1);
    }
}
