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
 * A network of which only some units are computed: their rows and columns of every tensor are gathered into a smaller network,
 * through which the loss runs, and its gradients are scattered again, with 0 for whatever was left out.
 *
 * <p>That is what closed gates would have given, but for the usefulness of the units left out ({@link ComputedUnits}).
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
     * @param network under its gates
     * @param parameters in the order of those of the whole network
     */
    private record Gathered<N>(N network, SequencedMap<String, Slot> slots, List<Tensor> parameters) {}

    /**
     * Gathers nothing yet.
     *
     * @param plan leaves the computed units alone
     * @param xi the computed units' gates, with gradient
     * @param slices the same layer by layer
     */
    CompactedNetwork(N whole, ComputedUnits units, PruningPlan plan, Tensor xi, Map<UnitLayer, Tensor> slices) {
        this.whole = whole;
        this.units = units;
        this.plan = plan;
        this.xi = xi;
        this.slices = slices;
    }

    /** On the thread that asks for it first. */
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
                all.add(isCut(slot) ? block(slot).scatter(gradient, slot.tensor()) : gradient);
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
                if (isCut(slot)) {
                    block(slot).put(slot.tensor(), target);
                } else {
                    target.copy_(slot.tensor());
                }
            }
        });
    }

    private boolean isCut(Slot slot) {
        return slot.axes().stream().anyMatch(axis -> plan.touches(axis.layers()));
    }

    private Tensor gather(Slot slot) {
        Tensor tensor = slot.tensor().detach();
        if (isCut(slot)) {
            return block(slot).gather(tensor);
        }
        // A view of its own, as it is to have a gradient of its own; statistics must not change before their time.
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
