package dev.espalier.nn;

import dev.espalier.profile.Phase;
import dev.espalier.prune.GateDecisions;
import dev.espalier.prune.Gates;
import dev.espalier.prune.Prunable;
import dev.espalier.prune.PruningPlan;
import dev.espalier.prune.Structure;
import dev.espalier.prune.UnitLayer;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.ListKernels;
import dev.espalier.tensor.Owned;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A network in training: weights, optimiser, a target network if one is wanted, and, where units may be removed, their gates. A loss
 * asks for a {@link NetworkUpdate} to update the network and for {@link #evaluation} to read it; it does not have to know of theta,
 * the regulariser or the removal of units.
 *
 * @param <N> the network's type
 */
public final class TrainState<N extends Network<N>> implements Prunable {

    private final String name;
    private final Compute compute;
    private final ListKernels kernels;
    private final Pressure pressure;
    private Owned<Generation<N>> owned;
    private boolean decided;
    private long version;

    /**
     * How a network is trained.
     *
     * @param adam its optimiser's settings
     * @param hasTarget whether a target network follows it
     * @param gates null for a network whose units have no gates
     * @param pressure what the gates' units have to withstand
     */
    public record Training(
            Adam.Settings adam, boolean hasTarget, @Nullable Gates gates, Pressure pressure) {}

    /**
     * A network at the start of its training.
     *
     * @param name stands before the names of its tensors
     * @param network makes the network
     */
    public TrainState(String name, Supplier<N> network, Training training, ListKernels kernels, Compute compute) {
        this.name = name;
        this.compute = compute;
        this.kernels = kernels;
        this.pressure = training.pressure;
        owned = Owned.of(() -> {
            N made = network.get();
            var adam = new Adam(made.parameters(), training.adam, kernels, compute);
            return Generation.of(made, adam, training.hasTarget ? made.frozenCopy() : null, training.gates, compute);
        });
    }

    /** The network's name, which stands before the names of its tensors. */
    public String name() {
        return name;
    }

    /**
     * Draws the gates of one update.
     *
     * @param random a network without gates takes nothing from it
     */
    public NetworkUpdate<N> draw(RandomGenerator random) {
        Generation<N> now = owned.content();
        OpenGates<N> open = now.open();
        // While theta is held at 1 there is nothing to draw, and nobody asks what units are worth.
        if (open == null || (pressure.isHeld() && !now.isGated())) {
            return new NetworkUpdate<>(
                    this, now, new MaskedNetwork<>(now.network(), now.adam().parameters(), null));
        }
        try (Phase _ = Phase.of(Phase.THETA)) {
            return new NetworkUpdate<>(this, now, open.sampler().draw(random));
        }
    }

    /**
     * The network as others read it: no gradient reaches its weights, every unit is scaled by its theta, batch norm uses
     * running statistics. It follows every update and is not to be kept across a pruning.
     */
    public N evaluation() {
        return owned.content().evaluation();
    }

    /** Counts the changes of what {@link #evaluation} gives, so that what is derived from it can be kept up to date. */
    public long version() {
        return version;
    }

    /** Weights or theta are others now. */
    void changed() {
        version++;
    }

    /** The target network as others read it. */
    public N target() {
        return requireTarget().evaluation();
    }

    /** Moves the target network by a share {@code tau} of its distance to the network. */
    public void updateTarget(double tau) {
        Generation.Target<N> target = requireTarget();
        try (Phase _ = Phase.of(Phase.TARGETS)) {
            kernels.lerp(target.targets(), target.onlines(), tau);
        }
    }

    private Generation.Target<N> requireTarget() {
        return Objects.requireNonNull(owned.content().target(), name + " has no target network");
    }

    /** Whether two updates may draw different gates. */
    public boolean isGated() {
        return owned.content().isGated();
    }

    /** Theta and all that moves it; null where there is nothing to draw. */
    public @Nullable Gates gates() {
        OpenGates<N> open = owned.content().open();
        return open == null ? null : open.gates();
    }

    /** What presses theta at this moment. */
    Pressure pressure() {
        return pressure;
    }

    /**
     * Opens for good every gate whose theta has long been near 1; where no other is left, the network is to have none from the
     * next {@link #shrink} on.
     *
     * @param mayOpen whether there is room for one more open unit in a layer
     * @return whether that is so now
     */
    public boolean openGates(Predicate<UnitLayer> mayOpen) {
        OpenGates<N> open = owned.content().open();
        if (open == null) {
            return false;
        }
        if (open.open(mayOpen)) {
            changed();
        }
        decided = open.gates().decisions().areAllOpen();
        return decided;
    }

    /**
     * Multiplies what this network reads of some units, so that it does what it did although their output is another by now.
     *
     * @param factors {@code [units]}, for each layer with such units
     * @param structure of all units
     */
    public void absorb(Map<UnitLayer, float[]> factors, Structure structure) {
        Generation<N> now = owned.content();
        Absorbing.into(now.network(), factors, structure, compute);
        if (now.target() != null) {
            Absorbing.into(now.target().bare(), factors, structure, compute);
        }
        changed();
    }

    /**
     * Rounds every theta to 0 or 1 for good. The units at 0 are to be removed next; the network has no gates from then on.
     */
    public void decide() {
        decide(GateDecisions::decide);
    }

    /** The same, but it is a plan that says which units stay. */
    public void decide(PruningPlan plan) {
        decide(decisions -> decisions.decide(plan));
    }

    private void decide(Consumer<GateDecisions> decision) {
        OpenGates<N> open = owned.content().open();
        if (open != null) {
            open.decide(decision);
        }
        decided = true;
        changed();
    }

    /** How large the weights of each unit of its layers are, {@code [units]}; {@link UnitTensors#magnitudes}. */
    public Map<UnitLayer, float[]> magnitudes() {
        return UnitTensors.magnitudes(owned.content().network());
    }

    @Override
    public Shrunk shrink(PruningPlan plan) {
        Generation<N> now = owned.content();
        Gates gates = now.open() == null || decided ? null : now.open().gates().shrink(plan);
        Owned<Generation<N>> next = Owned.of(() -> now.shrunk(plan, gates, compute));
        return new Shrunk() {
            @Override
            public void commit() {
                Owned<Generation<N>> previous = owned;
                owned = next;
                previous.close();
                changed();
            }

            @Override
            public void discard() {
                next.close();
            }
        };
    }

    /** All tensors of the network, its target and its optimiser by name: the live ones. */
    public SequencedMap<String, Tensor> tensors() {
        Generation<N> now = owned.content();
        SequencedMap<String, Tensor> all = new LinkedHashMap<>();
        now.network().slots().forEach((slot, value) -> all.put(name + "." + slot, value.tensor()));
        now.adam().state().forEach((moment, tensor) -> all.put("adam." + name + "." + moment, tensor));
        if (now.target() != null) {
            now.target().bare().slots().forEach((slot, value) -> all.put(name + "_target." + slot, value.tensor()));
        }
        return all;
    }

    /** Whether a plan removes units from this network or from what it reads. */
    public boolean isTouchedBy(PruningPlan plan) {
        var slicing = new Slicing(plan);
        return owned.content().network().slots().values().stream().anyMatch(slot -> slicing.touches(slot.axes()));
    }

    /** The tensors that have one entry for each unit of a layer, by name, one for each layer. */
    public Map<String, UnitLayer> unitSlots() {
        return UnitTensors.biases(name + ".", owned.content().network());
    }

    /**
     * Takes over the state of gates of the same units, if there are any. To be called whenever tensors were overwritten from
     * without.
     */
    public void restoreGates(Map<String, float[]> state) {
        OpenGates<N> open = owned.content().open();
        if (open != null) {
            open.gates().restore(state);
            open.writeTheta();
        }
        changed();
    }
}
