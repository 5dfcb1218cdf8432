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
 * One update of a {@link TrainState}: its gates are drawn, a loss runs through the drawn network, and weights and theta
 * take a step. Steps come apart from gradients, since a step changes weights that another network's loss may still read.
 *
 * <p>All gates xi stand in one tensor of which the loss has a gradient like any weight. That gradient is the
 * straight-through estimate (7) of every unit's usefulness, of units whose gate is closed, too: for unit i the sum over the
 * mini-batch of its activation times the derivative with respect to its gated output.
 *
 * @param <N> the network's type
 */
public final class NetworkUpdate<N extends Network<N>> {

    private final TrainState<N> owner;
    private final Generation<N> generation;
    private final DrawnNetwork<N> draw;
    private @Nullable Differentiated differentiated;

    /** Gradients of all parameters and, with gates, usefulness and the size of the loss. */
    private record Differentiated(
            TensorVector gradients, @Nullable Usefulness usefulness, double scale) {}

    NetworkUpdate(TrainState<N> owner, Generation<N> generation, DrawnNetwork<N> draw) {
        this.owner = owner;
        this.generation = generation;
        this.draw = draw;
    }

    /** Runs the drawn network; the loss is to depend on what it gives. */
    public <T> T forward(Function<N, T> pass) {
        try (Phase _ = Phase.of(owner.name())) {
            return pass.apply(draw.network());
        }
    }

    /**
     * Takes the gradient of a scalar loss of the drawn network: {@link #forward} and {@link #differentiate(Tensor)}.
     *
     * @return the loss
     * @throws DivergenceException if the loss or the usefulness of a unit is not finite
     */
    public float differentiate(Function<N, Tensor> loss) {
        return differentiate(forward(loss));
    }

    /**
     * Takes the gradient of a scalar loss, whose own size tells how much a usefulness means. Changes nothing.
     *
     * @return the loss
     * @throws DivergenceException if the loss or the usefulness of a unit is not finite
     */
    public float differentiate(Tensor loss) {
        return differentiate(loss, List.of());
    }

    /**
     * Takes the gradient of a scalar loss that may be of any sign, as a policy's is. How much the output matters to it, the
     * sum of {@code |dloss / doutput|}, tells how much a usefulness means.
     *
     * @param output what the network gave, before anything squashed it: where a squashing function is flat, units matter little, and
     *     so has to be what they are measured by
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
            Tensor xi = draw.xi();
            List<Tensor> inputs = new ArrayList<>(draw.parameters());
            if (xi == null) {
                differentiated = new Differentiated(Tensors.gradients(loss, inputs), null, 0);
                return value;
            }
            int gatesAt = inputs.size();
            inputs.add(xi);
            inputs.addAll(outputs);
            TensorVector gradients = Tensors.gradients(loss, inputs);
            Tensor size = outputs.isEmpty() ? loss.detach() : gradients.get(gatesAt + 1L);
            Usefulness usefulness = draw.usefulness(Tensors.toFloats(gradients.get(gatesAt)));
            float scale = size.abs().sum().item_float();
            gates().requireFinite(owner.name(), usefulness, scale);
            differentiated = new Differentiated(draw.gradients(gradients), usefulness, scale);
            return value;
        }
    }

    /**
     * Shortens the gradient of the weights if it is longer than a bound; what it tells about units stays as it is.
     *
     * @param most its greatest length
     * @throws IllegalStateException if no loss was differentiated
     */
    public void clipGradient(double most) {
        generation.adam().clip(differentiated().gradients, most);
    }

    /**
     * Moves weights and theta.
     *
     * @throws IllegalStateException if no loss was differentiated
     */
    public void step() {
        stepWeights();
        owner.changed();
        stepTheta();
    }

    /**
     * Moves weights and theta of several networks: their weights side by side, then their theta one after another in this
     * order, as the price of a unit may depend on the theta of other networks.
     *
     * @param passes of different networks
     * @throws IllegalStateException if no loss was differentiated in one of them; nothing has been changed then
     * @throws IllegalArgumentException if two are of one network; nothing has been changed then
     */
    public static void stepAll(Compute compute, List<? extends NetworkUpdate<?>> passes) {
        Set<TrainState<?>> owners = new HashSet<>();
        for (NetworkUpdate<?> pass : passes) {
            pass.differentiated();
            if (!owners.add(pass.owner)) {
                throw new IllegalArgumentException("network " + pass.owner.name() + " is to step twice");
            }
        }
        try {
            compute.together(passes, NetworkUpdate::stepWeights);
        } finally {
            owners.forEach(TrainState::changed);
        }
        for (NetworkUpdate<?> pass : passes) {
            pass.stepTheta();
        }
    }

    private void stepWeights() {
        TensorVector gradients = differentiated().gradients;
        try (Phase _ = Phase.of(Phase.OPTIMISER)) {
            generation.adam().step(gradients);
            draw.handBack();
        }
    }

    private void stepTheta() {
        Usefulness usefulness = differentiated().usefulness;
        if (usefulness != null) {
            try (Phase _ = Phase.of(Phase.THETA)) {
                gates().step(usefulness, differentiated().scale, owner.pressure());
            }
        }
    }

    private OpenGates<N> gates() {
        return Objects.requireNonNull(generation.open());
    }

    private Differentiated differentiated() {
        if (differentiated == null) {
            throw new IllegalStateException("no loss was differentiated");
        }
        return differentiated;
    }
}
