package dev.espalier.data;

import dev.espalier.profile.Phase;
import dev.espalier.store.ArrayData;
import dev.espalier.tensor.Compute;
import java.util.Arrays;
import java.util.Map;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/**
 * The experience of an agent: transitions from the environments, and the rule when and how to learn from them. Either a
 * {@link Replay}, with transitions of any earlier policy, or a {@link Rollout} of the present policy. A checkpoint
 * contains it, so it lives outside the agent.
 */
public abstract class Experience implements Batches {

    final ReplayBuffer transitions;
    final BatchMemory memory;

    /**
     * The dimensions of the memory.
     *
     * @param observationSize n_s
     * @param actionSize n_a
     * @param environments number of parallel environments
     * @param replayCapacity transitions in a replay buffer before the oldest are overwritten
     * @param compute the device of mini-batches
     */
    public record Dimensions(
            int observationSize, int actionSize, int environments, int replayCapacity, Compute compute) {}

    /**
     * Makes room for transitions; there are none yet.
     *
     * @param capacity maximum number of transitions
     * @param batch transitions in a mini-batch
     * @param notes columns of {@link Batch#notes}
     * @throws IllegalArgumentException if the transitions exceed the maximum size of a Java array
     */
    protected Experience(Dimensions dimensions, int capacity, int batch, int notes) {
        transitions = new ReplayBuffer(capacity, dimensions.observationSize(), dimensions.actionSize());
        memory = new BatchMemory(
                batch, dimensions.observationSize(), dimensions.actionSize(), notes, dimensions.compute());
    }

    /**
     * Stores a transition.
     *
     * @param environment index of the environment, counted from 0
     * @param action in [-1, 1]
     * @param terminated whether the task terminated; false for a time limit
     * @param ends whether the episode is over for any reason
     */
    public void add(
            int environment,
            double[] observation,
            float[] action,
            double reward,
            double[] nextObservation,
            boolean terminated,
            boolean ends) {
        transitions.add(observation, action, reward, nextObservation, terminated);
    }

    /** Marks an environment's episode as aborted: its next transition does not continue its last one. */
    public abstract void cut(int environment);

    /**
     * Prepares for learning, after a step in every environment.
     *
     * @return number of updates that are due now
     */
    public abstract int updatesDue();

    /** Reports that these updates are done. */
    public abstract void updatesDone();

    /** Draws transitions uniformly with replacement, with their notes. */
    protected final Batch drawUniformly(int[] rows, float[] notes, RandomGenerator random) {
        try (Phase _ = Phase.of(Phase.REPLAY)) {
            Arrays.setAll(rows, i -> random.nextInt(size()));
            return memory.gather(transitions, notes, rows);
        }
    }

    /** Number of stored transitions. */
    public int size() {
        return transitions.size();
    }

    /** Maximum number of stored transitions. */
    public int capacity() {
        return transitions.capacity();
    }

    /** Copies of the last mini-batches, by field name, for inspection. */
    public SequencedMap<String, ArrayData> lastBatches() {
        return memory.state();
    }

    /** The stored transitions by field name, for a checkpoint; to be written before the next transition is added. */
    public SequencedMap<String, ArrayData> state() {
        return transitions.state();
    }

    /** Index of the next transition to be written; {@link #state} and this are the complete state. */
    public int position() {
        return transitions.position();
    }

    /**
     * Restores the values of {@link #state} and {@link #position}.
     *
     * @throws IllegalArgumentException if they do not fit
     */
    public void restore(Map<String, ArrayData> state, int position) {
        transitions.restore(state, position);
    }
}
