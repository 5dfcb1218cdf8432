package dev.espalier.data;

import dev.espalier.store.ArrayData;
import dev.espalier.tensor.Compute;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What the environments have brought, and when and how an agent learns from it: a {@link Replay} that remembers what any policy
 * did, or a {@link Rollout} of the present one. A checkpoint holds it, so it lives outside the agent.
 */
public interface Experience extends Batches {

    /**
     * What there has to be room for.
     *
     * @param observationSize n_s
     * @param actionSize n_a
     * @param environments how many are stepped side by side
     * @param replayCapacity transitions that a replay holds before it forgets the oldest
     * @param compute where mini-batches live
     */
    record Room(int observationSize, int actionSize, int environments, int replayCapacity, Compute compute) {}

    /**
     * Stores a transition.
     *
     * @param environment which environment it comes from, counted from 0
     * @param action in [-1, 1]
     * @param terminated whether the task ended by its own rules, not by a time limit
     * @param ends whether the episode is over, for whatever reason
     */
    void add(
            int environment,
            double[] observation,
            float[] action,
            double reward,
            double[] nextObservation,
            boolean terminated,
            boolean ends);

    /** Tells that what an environment brings next does not follow what it brought last: its episode was given up. */
    void cut(int environment);

    /**
     * Prepares for learning, after a step in every environment.
     *
     * @return how many updates are due now
     */
    int updatesDue();

    /** Those updates have been made. */
    void updatesDone();

    /** Transitions held now. */
    int size();

    /** The most that it can hold. */
    int capacity();

    /** Copies of the mini-batches drawn last, by field name, to be looked at. */
    SequencedMap<String, ArrayData> lastBatches();

    /** What is held, by field name, for a checkpoint; to be written before the next transition is added. */
    SequencedMap<String, ArrayData> state();

    /** Where the next transition goes; with {@link #state} this is everything. */
    int position();

    /**
     * Takes over what {@link #state} and {@link #position} gave.
     *
     * @throws IllegalArgumentException if it does not fit
     */
    void restore(Map<String, ArrayData> state, int position);
}
