package dev.espalier.agent;

import dev.espalier.nn.DivergenceException;
import dev.espalier.policy.PolicyNetwork;
import dev.espalier.prune.LayerTheta;
import dev.espalier.prune.PruneEvent;
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
     * The deterministic policy as it is now: from an observation, {@code [n_s]}, to what its action is before tanh, {@code
     * [n_a]}. In memory of its own: it stays as it is, and may act on another thread.
     */
    PolicyNetwork deterministic();

    /**
     * What an update brought.
     *
     * @param metrics the losses and what else is worth a curve, under their TensorBoard tags
     * @param events what was pruned
     */
    record Update(SequencedMap<String, Double> metrics, List<PruneEvent> events) {

        public Update {
            events = List.copyOf(events);
        }
    }

    /**
     * Prepares for learning from one mini-batch: feature extractors learn, the agent does not. Does nothing without
     * extractors.
     *
     * @param batches gives a mini-batch; it may be overwritten by the next
     * @param random draws gates
     * @throws DivergenceException if a loss is not finite
     */
    SequencedMap<String, Double> pretrain(Batches batches, RandomGenerator random);

    /**
     * Enters the phase of pruning that the schedule is in; to be called before the updates of each step.
     *
     * @param progress share of the run's steps that are done, in [0, 1]
     * @return what was removed because theta was rounded
     */
    List<PruneEvent> enter(double progress);

    /**
     * Learns once, and removes the units that are due.
     *
     * @param batches gives mini-batches; each may be overwritten by the next but one
     * @param random draws whatever noise and gates the losses need
     * @throws DivergenceException if a loss is not finite; nothing that was learnt was changed then, but running
     *     statistics of batch norm may have taken in the mini-batch
     */
    Update update(Batches batches, RandomGenerator random);

    /** Every tag that {@link #pretrain} and {@link #update} may return, in a fixed order. */
    List<String> metricNames();

    /**
     * Empty experience of the kind that it learns from.
     *
     * @throws IllegalArgumentException if there cannot be such; says which setting is to be changed
     */
    Experience experience(Experience.Room room);

    /** Which networks there are and how wide they are now. */
    Blueprint blueprint();

    /** Theta of all units by network; empty where nothing is to be removed any more. */
    SequencedMap<String, float[]> theta();

    /** The same layer by layer, with the units that they belong to. */
    List<LayerTheta> thetaByLayer();

    /**
     * Where networks are to end with a number of parameters: the number that is wanted by now and the pressure on units, under their
     * TensorBoard tags; empty where there is no such target.
     *
     * @param progress share of the run's steps that are done, in [0, 1]
     */
    SequencedMap<String, Double> targetMetrics(double progress);

    /** Copies of all weights, target weights, optimiser state and gates, by name. */
    SequencedMap<String, ArrayData> state();

    /**
     * Takes over what {@link #state} of an agent of the same configuration gave, pruned as far as that one was.
     *
     * @throws IllegalArgumentException naming the entry that is missing or does not fit
     */
    void restore(Map<String, ArrayData> state);
}
