package dev.espalier.agent;

import dev.espalier.data.Batch;
import dev.espalier.data.Experience;
import dev.espalier.nn.DivergenceException;
import dev.espalier.nn.Mlp;
import dev.espalier.tensor.TaskScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A learning algorithm: the losses of the agent's networks, and how its policy acts. It does not know how features are extracted
 * or how units are removed.
 */
public interface Algorithm {

    /** The network from which actions come, in evaluation mode, as it is now. Not to be kept across a pruning. */
    Mlp actor();

    /** Counts the changes of {@link #actor}. */
    long actorVersion();

    /**
     * Chooses an action.
     *
     * @param outputs what the actor gave for one state
     * @param exploration draws the exploration noise; null for the deterministic policy
     * @return {@code [n_a]}, each entry in [-1, 1]
     */
    float[] act(float[] outputs, @Nullable RandomGenerator exploration);

    /**
     * Takes the gradients of all losses on one mini-batch. Changes no weight: the caller steps.
     *
     * @param random draws gates and noise
     * @param scope for work side by side; what is returned lives as long as it
     * @throws DivergenceException if a loss is not finite
     */
    Gradients update(Batch batch, RandomGenerator random, TaskScope scope);

    /** Every tag that {@link #update} may return, in a fixed order. */
    List<String> metricNames();

    /** What it learns besides networks, by name: the live tensors. */
    default SequencedMap<String, Tensor> tensors() {
        return new LinkedHashMap<>();
    }

    /**
     * Empty experience of the kind that it learns from.
     *
     * @throws IllegalArgumentException if there cannot be such; says which setting is to be changed
     */
    Experience experience(Experience.Room room);
}
