package dev.espalier.nn;

import dev.espalier.profile.Phase;
import dev.espalier.prune.GateDecisions;
import dev.espalier.prune.Gates;
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
 * The train state of a network: weights, optimiser, optionally a target network, and gates if units may be removed. A
 * loss takes a {@link NetworkUpdate} to update the network and {@link #evaluation} to read it; it does not need to know
 * about theta, the regulariser or pruning.
 */
public final class TrainState<N extends Network<N>> {

    private final String name;
    private final Compute compute;
    private final ListKernels kernels;
    private final Pressure pressure;
    private Owned<Generation<N>> owned;
    private boolean decided;
    private long version;

    /**
     * The training settings of a network.
     *
     * @param adam settings of its optimiser
     * @param hasTarget whether it has a target network
     * @param gates gates of its units, or null
     * @param pressure pressure on the gated units
     */
    public record Training(
            Adam.Settings adam, boolean hasTarget, @Nullable Gates gates, Pressure pressure) {}

    /**
     * Creates a network at the start of training.
     *
     * @param name prefix of its tensors' names
     * @param network creates the network
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

    /** The network's name, the prefix of its tensors' names. */
    public String name() {
        return name;
    }

    /** Draws the gates of one update; a network without gates draws nothing. */
    public NetworkUpdate<N> draw(RandomGenerator random) {
        Generation<N> now = owned.content();
        LiveGates<N> live = now.live();
        // While theta is held at 1, all gates are open, and usefulness is not needed.
        if (live == null || (pressure.isHeld() && !now.drawsDiffer())) {
            return new NetworkUpdate<>(
                    this, now, new MaskedNetwork<>(now.network(), now.adam().parameters(), null));
        }
        try (Phase _ = Phase.of(Phase.THETA)) {
            return new NetworkUpdate<>(this, now, live.sampler().draw(random));
        }
    }

    /**
     * The network in evaluation mode: no gradient reaches its weights, every unit is scaled by its theta, batch norm
     * uses running statistics. It always has the current values, but must not be kept across a pruning.
     */
    public N evaluation() {
        return owned.content().evaluation();
    }

    /** Counts the changes of {@link #evaluation}, so that derived copies can be updated. */
    public long version() {
        return version;
    }

    /** Counts a change of weights or theta. */
    void changed() {
        version++;
    }

    /** The target network in evaluation mode. */
    public N target() {
        return requireTarget().evaluation();
    }

    /** Updates the target network: moves it by the share {@code tau} of its distance to the network. */
    public void updateTarget(double tau) {
        Generation.Target<N> target = requireTarget();
        try (Phase _ = Phase.of(Phase.TARGETS)) {
            kernels.lerp(target.targets(), target.onlines(), tau);
        }
    }

    private Generation.Target<N> requireTarget() {
        return Objects.requireNonNull(owned.content().target(), name + " has no target network");
    }

    /** Whether draws of the gates can differ. */
    public boolean drawsDiffer() {
        return owned.content().drawsDiffer();
    }

    /** The gates, with theta and its optimiser state; null for a network without gates. */
    public @Nullable Gates gates() {
        LiveGates<N> live = owned.content().live();
        return live == null ? null : live.gates();
    }

    Pressure pressure() {
        return pressure;
    }

    /**
     * Opens for good every gate whose theta has been near 1 for long enough. If all gates are open then, the next
     * {@link #shrink} drops the gates.
     *
     * @param mayOpen whether one more unit of a layer may be opened
     * @return whether all gates are decided
     */
    public boolean openGates(Predicate<UnitLayer> mayOpen) {
        LiveGates<N> live = owned.content().live();
        if (live == null) {
            return false;
        }
        if (live.open(mayOpen)) {
            changed();
        }
        decided = decided || live.gates().decisions().areAllOpen();
        return decided;
    }

    /**
     * Multiplies the weights that read some units by factors, to compensate for a changed scale of these units.
     *
     * @param factors {@code [units]}, for each layer with factors
     * @param structure the units of all layers
     */
    public void absorb(Map<UnitLayer, float[]> factors, Structure structure) {
        Generation<N> now = owned.content();
        Absorbing.into(now.network(), factors, structure, compute);
        if (now.target() != null) {
            Absorbing.into(now.target().bare(), factors, structure, compute);
        }
        changed();
    }

    /** Rounds every theta to 0 or 1 for good. Units at 0 are removed next; after that the network has no gates. */
    public void decide() {
        decide(GateDecisions::decide);
    }

    /** Decides every theta for good, as a plan says: 1 for the units that it keeps, else 0. */
    public void decide(PruningPlan plan) {
        decide(decisions -> decisions.decide(plan));
    }

    private void decide(Consumer<GateDecisions> decision) {
        LiveGates<N> live = owned.content().live();
        if (live != null) {
            live.decide(decision);
        }
        decided = true;
        changed();
    }

    /** The magnitude of each unit's weights, {@code [units]} by layer; {@link UnitTensors#magnitudes}. */
    public Map<UnitLayer, float[]> magnitudes() {
        return UnitTensors.magnitudes(owned.content().network());
    }

    /**
     * The pruned version, not yet in place. So a removal from several networks is one transaction: all are built, which
     * may fail and changes nothing, and then all are put in place, which cannot fail.
     */
    public interface Shrunk {

        /** Puts it in place and frees the version that it replaces. */
        void commit();

        /** Frees it and changes nothing else. */
        void discard();
    }

    /** Builds the pruned version beside the present one, which stays as it is. */
    public Shrunk shrink(PruningPlan plan) {
        Generation<N> now = owned.content();
        Gates gates = now.live() == null || decided ? null : now.live().gates().shrink(plan);
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

    /** The live tensors of the network, its target network and its optimiser, by name. */
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

    /** Whether a plan removes units of this network or of its input. */
    public boolean isTouchedBy(PruningPlan plan) {
        return owned.content().network().slots().values().stream().anyMatch(slot -> plan.cuts(slot.axes()));
    }

    /** Names of the tensors that have one entry for each unit of a layer, one for each layer. */
    public Map<String, UnitLayer> unitSlots() {
        return UnitTensors.biases(name + ".", owned.content().network());
    }

    /** Restores the gates of the same units, if there are any. Call this after tensors were overwritten. */
    public void restoreGates(Map<String, float[]> state) {
        LiveGates<N> live = owned.content().live();
        if (live != null) {
            live.gates().restore(state);
            live.writeTheta();
        }
        changed();
    }
}
