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
 * A {@link TrainState} between two prunings; a new generation replaces it as a whole.
 *
 * @param evaluation the network as others read it
 * @param target null where no target network follows it
 * @param open theta where units can still be removed, else null
 * @param <N> the network's type
 */
record Generation<N extends Network<N>>(
        N network,
        N evaluation,
        Adam adam,
        @Nullable Target<N> target,
        @Nullable OpenGates<N> open) {

    /**
     * A slow follower of the network.
     *
     * @param bare its own weights
     * @param evaluation the same, scaled by the network's theta
     * @param targets its weights as a list
     * @param onlines those of the network that it follows
     */
    record Target<N>(N bare, N evaluation, IValue targets, IValue onlines) {}

    /** Whether there is anything to draw. */
    boolean isGated() {
        return open != null && !open.gates().areCertain();
    }

    /** A generation of these parts; where no unit is left there are no gates either. */
    static <N extends Network<N>> Generation<N> of(
            N network, Adam adam, @Nullable N target, @Nullable Gates gates, Compute compute) {
        OpenGates<N> open = gates == null || gates.size() == 0
                ? null
                : new OpenGates<>(
                        gates,
                        new GateSampler<>(network, adam.parameters(), gates, compute),
                        Tensors.of(compute, gates.theta(), gates.size()));
        Target<N> follower = target == null
                ? null
                : new Target<>(
                        target,
                        expected(target, open),
                        ListKernels.list(target.parameters().values()),
                        ListKernels.list(network.frozen().parameters().values()));
        return new Generation<>(network, expected(network.frozen(), open), adam, follower, open);
    }

    /** A network in evaluation mode as its gates are on average. */
    private static <N extends Network<N>> N expected(N network, @Nullable OpenGates<N> open) {
        return open == null ? network : open.expected(network);
    }

    /**
     * What remains under a plan, in memory of its own.
     *
     * @param gates of the units that stay, or null
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
        N follower = target == null ? null : target.bare.map((_, slot) -> slicing.cut(slot.tensor(), slot.axes()));
        return of(smaller, remaining, follower, gates, compute);
    }
}
