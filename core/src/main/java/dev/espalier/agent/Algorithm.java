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

/** A learning algorithm: losses of the networks and choice of actions, independent of features and pruning. */
public interface Algorithm {

    /** The present policy network, in evaluation mode. Do not keep it across a pruning. */
    Mlp actor();

    /** Counts the changes of {@link #actor}. */
    long actorVersion();

    /**
     * Chooses an action.
     *
     * @param outputs the actor's outputs for one state
     * @param exploration draws the exploration noise; null for the deterministic policy
     * @return {@code [n_a]}, each entry in [-1, 1]
     */
    float[] act(float[] outputs, @Nullable RandomGenerator exploration);

    /**
     * Computes the gradients of all losses on one mini-batch. Changes no weight: the caller takes the step.
     *
     * @param random draws gates and noise
     * @param scope scope of parallel work, which also owns the result
     * @throws DivergenceException if a loss is not finite
     */
    Gradients update(Batch batch, RandomGenerator random, TaskScope scope);

    /** Every tag that {@link #update} may return, in a fixed order. */
    List<String> metricNames();

    /** The live tensors that the algorithm learns besides networks, by name. */
    default SequencedMap<String, Tensor> tensors() {
        return new LinkedHashMap<>();
    }

    /**
     * Creates empty experience of the kind that the algorithm learns from.
     *
     * @throws IllegalArgumentException if the settings do not allow it; the message names the setting to change
     */
    Experience experience(Experience.Dimensions dimensions);
}
