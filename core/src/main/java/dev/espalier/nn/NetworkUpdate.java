package dev.espalier.nn;

import dev.espalier.profile.Phase;
import dev.espalier.prune.Usefulness;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Tensors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.jspecify.annotations.Nullable;

/**
 * One update of a {@link TrainState}: gates are drawn, a loss runs through the drawn network, and weights and theta
 * take a step. Gradients and steps are separate, because another network's loss may still read the old weights.
 *
 * <p>All gates xi form one tensor; the loss is differentiated with respect to it as to any weight. This gradient is the
 * straight-through estimate (7) of every unit's usefulness, also for closed gates: for unit i the sum over the
 * mini-batch of its activation times the derivative with respect to its gated output.
 */
public final class NetworkUpdate<N extends Network<N>> {

    private final TrainState<N> owner;
    private final Generation<N> generation;
    private final DrawnNetwork<N> drawn;
    private @Nullable Differentiated differentiated;

    /** Gradients of all parameters and, with gates, usefulness and the size of the loss that it is relative to. */
    private record Differentiated(
            TensorVector gradients, @Nullable Usefulness usefulness, double lossSize) {}

    NetworkUpdate(TrainState<N> owner, Generation<N> generation, DrawnNetwork<N> drawn) {
        this.owner = owner;
        this.generation = generation;
        this.drawn = drawn;
    }

    /** Runs the drawn network. The loss has to depend on the result. */
    public <T> T forward(Function<N, T> function) {
        try (Phase _ = Phase.of(owner.name())) {
            return function.apply(drawn.network());
        }
    }

    /**
     * Computes the gradients of a scalar loss of the drawn network: {@link #forward} and {@link
     * #differentiate(Tensor)}.
     */
    public float differentiate(Function<N, Tensor> loss) {
        return differentiate(forward(loss));
    }

    /**
     * Computes the gradients of a scalar loss, whose size is the scale of usefulness. Changes nothing.
     *
     * @return the loss
     * @throws DivergenceException if the loss or the usefulness of a unit is not finite
     */
    public float differentiate(Tensor loss) {
        return differentiate(loss, List.of());
    }

    /**
     * Computes the gradients of a scalar loss of any sign, such as a policy's. Usefulness is measured relative to the
     * sum of {@code |dloss / doutput|}.
     *
     * @param output the network's output before squashing: where the squashing function is flat, units matter little,
     *     so the scale of their usefulness must be small there, too
     * @return the loss
     * @throws DivergenceException if the loss or the usefulness of a unit is not finite
     */
    public float differentiate(Tensor loss, Tensor output) {
        return differentiate(loss, List.of(output));
    }

    private float differentiate(Tensor loss, List<Tensor> outputs) {
        float value = loss.item_float();
        if (!Float.isFinite(value)) {
            throw new DivergenceException(owner.name(), "loss", value);
        }
        try (Phase _ = Phase.of(owner.name())) {
            Tensor xi = drawn.xi();
            List<Tensor> inputs = new ArrayList<>(drawn.parameters());
            if (xi == null) {
                differentiated = new Differentiated(Tensors.gradients(loss, inputs), null, 0);
                return value;
            }
            int gatesAt = inputs.size();
            inputs.add(xi);
            inputs.addAll(outputs);
            TensorVector gradients = Tensors.gradients(loss, inputs);
            Tensor size = outputs.isEmpty() ? loss.detach() : gradients.get(gatesAt + 1L);
            Usefulness usefulness = drawn.usefulness(Tensors.toFloats(gradients.get(gatesAt)));
            float lossSize = size.abs().sum().item_float();
            live().requireFinite(owner.name(), usefulness, lossSize);
            differentiated = new Differentiated(drawn.gradients(gradients), usefulness, lossSize);
            return value;
        }
    }

    /**
     * Clips the norm of the weights' gradient; the usefulness of units is not affected.
     *
     * @param most largest norm
     * @throws IllegalStateException if no loss was differentiated
     */
    public void clipGradient(double most) {
        generation.adam().clip(differentiated().gradients, most);
    }

    /**
     * Updates weights and theta of several networks. Weights are updated side by side, then theta one network after
     * another in this order, because the price of a unit may depend on the theta of other networks.
     *
     * @param updates updates of different networks
     * @throws IllegalStateException if no loss was differentiated in one of them; nothing has changed then
     * @throws IllegalArgumentException if two updates have the same network; nothing has changed then
     */
    public static void stepAll(Compute compute, List<? extends NetworkUpdate<?>> updates) {
        Set<TrainState<?>> owners = new HashSet<>();
        for (NetworkUpdate<?> update : updates) {
            update.differentiated();
            if (!owners.add(update.owner)) {
                throw new IllegalArgumentException("network " + update.owner.name() + " is to step twice");
            }
        }
        try {
            compute.together(updates, NetworkUpdate::stepWeights);
        } finally {
            owners.forEach(TrainState::changed);
        }
        for (NetworkUpdate<?> update : updates) {
            update.stepTheta();
        }
    }

    private void stepWeights() {
        TensorVector gradients = differentiated().gradients;
        try (Phase _ = Phase.of(Phase.OPTIMISER)) {
            generation.adam().step(gradients);
            drawn.handBack();
        }
    }

    private void stepTheta() {
        Usefulness usefulness = differentiated().usefulness;
        if (usefulness != null) {
            try (Phase _ = Phase.of(Phase.THETA)) {
                live().step(usefulness, differentiated().lossSize, owner.pressure());
            }
        }
    }

    private LiveGates<N> live() {
        return Objects.requireNonNull(generation.live());
    }

    private Differentiated differentiated() {
        if (differentiated == null) {
            throw new IllegalStateException("no loss was differentiated");
        }
        return differentiated;
    }
}
