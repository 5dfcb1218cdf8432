package dev.espalier.nn;

import dev.espalier.prune.ComputedUnits;
import dev.espalier.prune.Gates;
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

/** Draws gates for updates, and decides whether an update leaves out what closed ones let it. */
final class Draws {

    /**
     * Gathering a network's computed units and spreading their gradients again costs about a fifth of what a weight costs
     * an update, and some microseconds for each tensor: it pays for a network of at least so many weights,
     */
    private static final long LEAST_WEIGHTS = 200_000;

    /** of whose units at most this share is computed. */
    private static final double LARGEST_SHARE = 0.75;

    private final Gates gates;
    private final Compute compute;

    Draws(Gates gates, Compute compute) {
        this.gates = gates;
        this.compute = compute;
    }

    /**
     * The network under drawn gates.
     *
     * @param parameters of the network
     */
    <N extends Network<N>> Draw<N> draw(N network, List<Tensor> parameters, RandomGenerator random) {
        float[] xi = gates.draw(random);
        return compute.isCpu() && gates.computedShare(xi) <= LARGEST_SHARE && weights(parameters) >= LEAST_WEIGHTS
                ? partial(network, xi, random)
                : masked(network, parameters, xi);
    }

    private static long weights(List<Tensor> parameters) {
        return parameters.stream().mapToLong(Tensor::numel).sum();
    }

    <N extends Network<N>> Draw<N> masked(N network, List<Tensor> parameters, float[] xi) {
        Tensor all = leaf(xi);
        return new WholeDraw<>(network.scaled(slices(all, gates.layers(), gates::units)), parameters, all);
    }

    <N extends Network<N>> Draw<N> partial(N network, float[] xi, RandomGenerator random) {
        ComputedUnits units = gates.computed(xi, random);
        Structure structure = units.plan().after();
        Tensor computed = leaf(units.xi());
        return new PartialDraw<>(network, units, computed, slices(computed, gates.layers(), structure::units));
    }

    private Tensor leaf(float[] xi) {
        return Tensors.of(compute, xi, xi.length).requires_grad_(true);
    }

    /** A tensor over the units of layers, layer by layer. */
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
