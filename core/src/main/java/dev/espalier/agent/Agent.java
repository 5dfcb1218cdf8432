package dev.espalier.agent;

import dev.espalier.store.ArrayData;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What learns and acts. An agent owns its networks, its target networks and its optimisers; it owns no data and no
 * random stream, so its {@link #state} and the caller's counters are all there is to save.
 */
public interface Agent {

    /**
     * Chooses an action.
     *
     * @param observation {@code [n_s]}
     * @param exploration draws the exploration noise; null for the deterministic policy
     * @return {@code [n_a]}, each entry in [-1, 1]
     * @throws DivergenceException if the policy returns a non-finite number
     */
    float[] act(double[] observation, @Nullable RandomGenerator exploration);

    /**
     * Learns from one mini-batch.
     *
     * @param noise draws whatever noise the losses need
     * @return the losses and what else is worth a curve, under their TensorBoard tags
     * @throws DivergenceException if a loss is not finite; nothing has been changed then
     */
    SequencedMap<String, Double> update(Batch batch, RandomGenerator noise);

    /** Every tag that {@link #update} may return, in a fixed order. */
    List<String> metricNames();

    /** Copies of all weights, target weights and optimiser state, by name. */
    SequencedMap<String, ArrayData> state();

    /**
     * Takes over what {@link #state} of an agent of the same configuration gave.
     *
     * @throws IllegalArgumentException naming the entry that is missing or does not fit
     */
    void restore(Map<String, ArrayData> state);
}
