package dev.espalier.nn;

import dev.espalier.prune.Axis;
import dev.espalier.prune.ComputedUnits;
import dev.espalier.prune.PruningPlan;
import dev.espalier.prune.UnitLayer;
import dev.espalier.prune.Usefulness;
import dev.espalier.tensor.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.jspecify.annotations.Nullable;

/**
 * A network of which an update computes only some units. Their rows and columns of every tensor are gathered into a
 * smaller network, through which the loss runs. Its gradients are scattered back, with 0 for all other entries.
 *
 * <p>Closed gates would give the same result, except for the usefulness of the units left out ({@link ComputedUnits}).
 */
final class CompactedNetwork<N extends Network<N>> implements DrawnNetwork<N> {

    private final N whole;
    private final ComputedUnits units;
    private final PruningPlan plan;
    private final Tensor xi;
    private final Map<UnitLayer, Tensor> slices;
    private final Map<Axis, int[]> positions = new HashMap<>();
    private @Nullable Gathered<N> gathered;

    /**
     * The smaller network.
     *
     * @param network the network under its gates
     * @param parameters its parameters, in the order of the whole network's
     */
    private record Gathered<N>(N network, SequencedMap<String, Slot> slots, List<Tensor> parameters) {}

    /**
     * Creates the network; gathering is done later.
     *
     * @param plan keeps the computed units
     * @param xi gates of the computed units, with gradient
     * @param slices the same gates by layer
     */
    CompactedNetwork(N whole, ComputedUnits units, PruningPlan plan, Tensor xi, Map<UnitLayer, Tensor> slices) {
        this.whole = whole;
        this.units = units;
        this.plan = plan;
        this.xi = xi;
        this.slices = slices;
    }

    /** The first thread that needs the smaller network gathers it. */
    private Gathered<N> gathered() {
        Gathered<N> known = gathered;
        if (known == null) {
            N network = whole.map((_, slot) -> gather(slot).requires_grad_(slot.learnt()));
            known = new Gathered<>(
                    network.scaled(slices),
                    network.slots(),
                    List.copyOf(network.parameters().values()));
            gathered = known;
        }
        return known;
    }

    @Override
    public N network() {
        return gathered().network;
    }

    @Override
    public List<Tensor> parameters() {
        return gathered().parameters;
    }

    @Override
    public Tensor xi() {
        return xi;
    }

    @Override
    public Usefulness usefulness(float[] derivatives) {
        return units.usefulness(derivatives);
    }

    @Override
    public TensorVector gradients(TensorVector gradients) {
        List<Tensor> all = new ArrayList<>();
        for (Slot slot : whole.slots().values()) {
            if (slot.learnt()) {
                Tensor gradient = gradients.get(all.size());
                all.add(plan.cuts(slot.axes()) ? block(slot).scatter(gradient, slot.tensor()) : gradient);
            }
        }
        return new TensorVector(all.toArray(Tensor[]::new));
    }

    @Override
    public void handBack() {
        SequencedMap<String, Slot> targets = whole.slots();
        gathered().slots.forEach((name, slot) -> {
            if (!slot.learnt()) {
                Tensor target = Objects.requireNonNull(targets.get(name)).tensor();
                if (plan.cuts(slot.axes())) {
                    block(slot).put(slot.tensor(), target);
                } else {
                    target.copy_(slot.tensor());
                }
            }
        });
    }

    private Tensor gather(Slot slot) {
        Tensor tensor = slot.tensor().detach();
        if (plan.cuts(slot.axes())) {
            return block(slot).gather(tensor);
        }
        // The tensor is detached to get its own gradient; statistics are copied, as they must not change yet.
        return slot.learnt() ? tensor : tensor.clone();
    }

    private Block block(Slot slot) {
        List<Axis> axes = slot.axes();
        Axis last = axes.getLast();
        return new Block(positions(axes.getFirst()), positions(last), axes.size() == 1 || !plan.touches(last.layers()));
    }

    private int[] positions(Axis axis) {
        return positions.computeIfAbsent(
                axis,
                key -> Arrays.stream(plan.kept(key)).mapToInt(Math::toIntExact).toArray());
    }
}
