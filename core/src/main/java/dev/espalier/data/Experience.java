package dev.espalier.data;

import dev.espalier.store.ArrayData;
import dev.espalier.tensor.Compute;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The experience of an agent: transitions from the environments, and the rule when and how to learn from them. Either a
 * {@link Replay}, with transitions of any earlier policy, or a {@link Rollout} of the present policy. A checkpoint
 * contains it, so it lives outside the agent.
 */
public interface Experience extends Batches {

    /**
     * The dimensions of the memory.
     *
     * @param observationSize n_s
     * @param actionSize n_a
     * @param environments number of parallel environments
     * @param replayCapacity transitions in a replay buffer before the oldest are overwritten
     * @param compute the device of mini-batches
     */
    record Dimensions(int observationSize, int actionSize, int environments, int replayCapacity, Compute compute) {}

    /**
     * Stores a transition.
     *
     * @param environment index of the environment, counted from 0
     * @param action in [-1, 1]
     * @param terminated whether the task terminated; false for a time limit
     * @param ends whether the episode is over for any reason
     */
    void add(
            int environment,
            double[] observation,
            float[] action,
            double reward,
            double[] nextObservation,
            boolean terminated,
            boolean ends);

    /** Marks an environment's episode as aborted: its next transition does not continue its last one. */
    void cut(int environment);

    /**
     * Prepares for learning, after a step in every environment.
     *
     * @return number of updates that are due now
     */
    int updatesDue();

    /** Reports that these updates are done. */
    void updatesDone();

    /** Number of stored transitions. */
    int size();

    /** Maximum number of stored transitions. */
    int capacity();

    /** Copies of the last mini-batches, by field name, for inspection. */
    SequencedMap<String, ArrayData> lastBatches();

    /** The stored transitions by field name, for a checkpoint; to be written before the next transition is added. */
    SequencedMap<String, ArrayData> state();

    /** Index of the next transition to be written; {@link #state} and this are the complete state. */
    int position();

    /**
     * Restores the values of {@link #state} and {@link #position}.
     *
     * @throws IllegalArgumentException if they do not fit
     */
    void restore(Map<String, ArrayData> state, int position);
}
