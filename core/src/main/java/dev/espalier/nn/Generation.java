package dev.espalier.nn;

import dev.espalier.prune.Gates;
import dev.espalier.prune.PruningPlan;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.ListKernels;
import dev.espalier.tensor.Tensors;
import java.util.Objects;
import java.util.SequencedMap;
import org.bytedeco.pytorch.IValue;
import org.jspecify.annotations.Nullable;

/**
 * A generation: the state of a {@link TrainState} between two prunings. Pruning replaces it as a whole.
 *
 * @param evaluation the network in evaluation mode
 * @param target the target network, or null
 * @param live gates and theta while units can still be removed, else null
 */
record Generation<N extends Network<N>>(
        N network,
        N evaluation,
        Adam adam,
        @Nullable Target<N> target,
        @Nullable LiveGates<N> live) {

    /**
     * A target network.
     *
     * @param bare the target network without factors
     * @param evaluation the same, scaled by the network's theta
     * @param targets its weights as a list
     * @param onlines the online network's weights as a list
     */
    record Target<N>(N bare, N evaluation, IValue targets, IValue onlines) {}

    /** Whether draws of the gates can differ. */
    boolean drawsDiffer() {
        return live != null && !live.gates().areCertain();
    }

    /** Creates a generation; a network without units has no gates. */
    static <N extends Network<N>> Generation<N> of(
            N network, Adam adam, @Nullable N target, @Nullable Gates gates, Compute compute) {
        LiveGates<N> live = gates == null || gates.size() == 0
                ? null
                : new LiveGates<>(
                        gates,
                        new GateSampler<>(network, adam.parameters(), gates, compute),
                        Tensors.of(compute, gates.theta(), gates.size()));
        Target<N> targetNetwork = target == null
                ? null
                : new Target<>(
                        target,
                        expected(target, live),
                        ListKernels.list(target.parameters().values()),
                        ListKernels.list(network.frozen().parameters().values()));
        return new Generation<>(network, expected(network.frozen(), live), adam, targetNetwork, live);
    }

    /** Scales a network in evaluation mode by the expectation of its gates. */
    private static <N extends Network<N>> N expected(N network, @Nullable LiveGates<N> live) {
        return live == null ? network : live.expected(network);
    }

    /**
     * Creates the pruned generation, in its own memory.
     *
     * @param gates gates of the remaining units, or null
     */
    Generation<N> shrunk(PruningPlan plan, @Nullable Gates gates, Compute compute) {
        var slicing = new Slicing(plan);
        SequencedMap<String, Slot> slots = network.slots();
        N smaller =
                network.map((_, slot) -> slicing.cut(slot.tensor(), slot.axes()).requires_grad_(slot.learnt()));
        Adam remaining = adam.remaining(
                smaller.parameters(),
                (parameter, moment) -> slicing.cut(
                        moment, Objects.requireNonNull(slots.get(parameter)).axes()));
        N smallerTarget = target == null ? null : target.bare.map((_, slot) -> slicing.cut(slot.tensor(), slot.axes()));
        return of(smaller, remaining, smallerTarget, gates, compute);
    }
}
