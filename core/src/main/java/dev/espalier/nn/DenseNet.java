package dev.espalier.nn;

import dev.espalier.prune.Axis;
import dev.espalier.prune.Structure;
import dev.espalier.prune.UnitLayer;
import dev.espalier.tensor.Compute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A feature extractor in which every layer puts its units in front of its input (method, equations (10)(11)):
 *
 * <pre>
 *   h_l = swish( BN( W_l z_(l-1) + b_l ) )
 *   z_l = [ xi_l * h_l ; d_l * z_(l-1) ]
 * </pre>
 *
 * <p>The pass-through is diagonal, so a unit with gate 0 is a zero in every later z and can be removed from all later
 * layers. A layer may lose all its units; it then only passes on {@code d_l * z_(l-1)}. Without diagonals d_l is 1.
 */
public final class DenseNet implements Network<DenseNet> {

    private final List<Layer> layers;
    private final boolean learning;

    /** The units of a layer: a linear layer and its batch norm. */
    record Dense(Linear linear, BatchNorm norm) {

        Tensor forward(Tensor input, boolean learning) {
            return torch.silu(norm.forward(linear.forward(input), learning));
        }

        Dense map(BiFunction<String, Slot, Tensor> change) {
            return new Dense(linear.map(change), norm.map(change));
        }
    }

    /**
     * A layer.
     *
     * @param dense computes the units; null if none is left
     * @param diagonal d_l, {@code [width of z_(l-1)]}, or null if it is fixed to 1
     * @param factor factors of the units, {@code [units]}, or null
     */
    record Layer(
            UnitLayer units,
            Axis input,
            @Nullable Dense dense,
            @Nullable Slot diagonal,
            @Nullable Tensor factor) {

        Tensor forward(Tensor input, boolean learning) {
            Tensor passed = diagonal == null ? input : input.mul(diagonal.tensor());
            if (dense == null) {
                return passed;
            }
            Tensor found = dense.forward(input, learning);
            return torch.cat(new TensorVector(factor == null ? found : found.mul(factor), passed), 1);
        }

        /** Number of units. */
        int size() {
            return dense == null ? 0 : (int) dense.linear.weight().size(0);
        }

        private String diagonalName() {
            return units.index() + ".diagonal";
        }

        void collect(SequencedMap<String, Slot> slots) {
            if (dense != null) {
                dense.linear.collect(slots);
                dense.norm.collect(slots);
            }
            if (diagonal != null) {
                slots.put(diagonalName(), diagonal);
            }
        }

        Layer map(BiFunction<String, Slot, Tensor> change) {
            Dense changed = dense == null ? null : dense.map(change);
            return new Layer(
                    units,
                    input,
                    changed == null || changed.linear.bias().numel() == 0 ? null : changed,
                    diagonal == null ? null : Slot.learnt(change.apply(diagonalName(), diagonal), input),
                    factor);
        }

        Layer scaled(@Nullable Tensor newFactor) {
            return new Layer(units, input, dense, diagonal, newFactor);
        }
    }

    /**
     * The plan of a DenseNet.
     *
     * @param name its name in the structure, which gives the width of its layers
     * @param input the axis of its input
     * @param diagonals whether the pass-through has learnable diagonals, which start at 1
     * @param batchNormMomentum weight of a mini-batch's statistics in the running statistics
     * @param batchNormEpsilon added to the variance
     */
    public record Plan(String name, Axis input, boolean diagonals, double batchNormMomentum, double batchNormEpsilon) {}

    /** In evaluation mode callers use {@link #folded}; {@link #forward} is then only a reference to compare with. */
    private DenseNet(List<Layer> layers, boolean learning) {
        this.layers = List.copyOf(layers);
        this.learning = learning;
    }

    /** Creates a trainable network with random weights. */
    public static DenseNet create(Plan plan, Structure structure, RandomGenerator random, Compute compute) {
        var statistics = new BatchNorm.Statistics(plan.batchNormMomentum, plan.batchNormEpsilon);
        List<Layer> layers = new ArrayList<>();
        Axis input = plan.input;
        for (UnitLayer layer : structure.layers(plan.name)) {
            Axis units = Axis.units(layer);
            String name = Integer.toString(layer.index());
            int size = structure.units(layer);
            int width = input.size(structure);
            Dense dense = null;
            if (size > 0) {
                dense = new Dense(
                        Linear.createGlorot(new Linear.Place(name, input, width, units, size), random, compute),
                        BatchNorm.create(name, units, size, statistics, compute));
            }
            Slot diagonal = plan.diagonals
                    ? Slot.learnt(
                            torch.ones(new long[] {width}, compute.floats()).requires_grad_(true), input)
                    : null;
            layers.add(new Layer(layer, input, dense, diagonal, null));
            input = input.behind(layer);
        }
        return new DenseNet(layers, true);
    }

    /** {@code [batch, inputs] -> [batch, units of all layers + inputs]}, the last layer's units first. */
    public Tensor forward(Tensor input) {
        Tensor z = input;
        for (Layer layer : layers) {
            z = layer.forward(z, learning);
        }
        return z;
    }

    /** Folds this network in evaluation mode. */
    FoldedDenseNet folded(Compute compute) {
        return new FoldedDenseNet(layers, compute);
    }

    @Override
    public SequencedMap<String, Slot> slots() {
        SequencedMap<String, Slot> slots = new LinkedHashMap<>();
        layers.forEach(layer -> layer.collect(slots));
        return slots;
    }

    @Override
    public DenseNet map(BiFunction<String, Slot, Tensor> change) {
        return new DenseNet(layers.stream().map(layer -> layer.map(change)).toList(), learning);
    }

    @Override
    public DenseNet scaled(Map<UnitLayer, Tensor> factors) {
        return new DenseNet(
                layers.stream()
                        .map(layer -> layer.scaled(factors.get(layer.units)))
                        .toList(),
                learning);
    }

    @Override
    public DenseNet frozen() {
        return new DenseNet(map((_, slot) -> slot.tensor().detach()).layers, false);
    }
}
