package dev.espalier.nn;

import dev.espalier.prune.ComputedUnits;
import dev.espalier.prune.Gates;
import dev.espalier.prune.PruningPlan;
import dev.espalier.prune.Structure;
import dev.espalier.prune.UnitLayer;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Tensors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/** Samples the gates of a network for updates. */
final class GateSampler<N extends Network<N>> {

    private final N network;
    private final List<Tensor> parameters;
    private final long weights;
    private final Gates gates;
    private final Compute compute;

    /** Creates the sampler of one generation of a network, which has these parameters. */
    GateSampler(N network, List<Tensor> parameters, Gates gates, Compute compute) {
        this.network = network;
        this.parameters = parameters;
        this.weights = parameters.stream().mapToLong(Tensor::numel).sum();
        this.gates = gates;
        this.compute = compute;
    }

    /** Draws gates and applies them to the network. */
    DrawnNetwork<N> draw(RandomGenerator random) {
        float[] xi = gates.draw(random);
        return compute.isCpu() && gates.leavesOut(xi, weights) ? partial(xi, random) : masked(xi);
    }

    DrawnNetwork<N> masked(float[] xi) {
        Tensor all = leaf(xi);
        return new MaskedNetwork<>(network.scaled(slices(all, gates.layers(), gates::units)), parameters, all);
    }

    DrawnNetwork<N> partial(float[] xi, RandomGenerator random) {
        ComputedUnits units = gates.computed(xi, random);
        PruningPlan plan = units.plan();
        Structure structure = plan.after();
        Tensor computed = leaf(units.xi());
        return new CompactedNetwork<>(
                network, units, plan, computed, slices(computed, gates.layers(), structure::units));
    }

    private Tensor leaf(float[] xi) {
        return Tensors.of(compute, xi, xi.length).requires_grad_(true);
    }

    /** Slices a tensor over all units into the tensors of the layers. */
    static Map<UnitLayer, Tensor> slices(Tensor whole, List<UnitLayer> layers, ToIntFunction<UnitLayer> units) {
        Map<UnitLayer, Tensor> slices = new HashMap<>();
        long offset = 0;
        for (UnitLayer layer : layers) {
            slices.put(layer, whole.narrow(0, offset, units.applyAsInt(layer)));
            offset += units.applyAsInt(layer);
        }
        return slices;
    }
}
