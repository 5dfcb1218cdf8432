package dev.espalier.data;

import dev.espalier.store.ArrayData;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The replay buffer: the last {@code capacity} transitions in plain float arrays. One million transitions of
 * HalfCheetah take 168 MB. When it is full, each new transition replaces the oldest.
 */
final class ReplayBuffer {

    /** Maximum number of entries in a field. */
    static final int MAX_FLOATS = Integer.MAX_VALUE - 8;

    private final int capacity;
    private final int observationSize;
    private final int actionSize;
    private final float[] observations;
    private final float[] actions;
    private final float[] rewards;
    private final float[] nextObservations;
    private final float[] continues;
    private int size;
    private int next;

    /**
     * An empty buffer.
     *
     * @throws IllegalArgumentException if a field exceeds the maximum size of a Java array
     */
    ReplayBuffer(int capacity, int observationSize, int actionSize) {
        int widest = Math.max(observationSize, actionSize);
        if ((long) capacity * widest > MAX_FLOATS) {
            throw new IllegalArgumentException("replay_capacity " + capacity + " is too large for "
                    + (widest == observationSize ? "observations" : "actions") + " of " + widest
                    + " entries: at most " + MAX_FLOATS / widest + " fit; lower replay_capacity or steps");
        }
        this.capacity = capacity;
        this.observationSize = observationSize;
        this.actionSize = actionSize;
        observations = new float[capacity * observationSize];
        actions = new float[capacity * actionSize];
        rewards = new float[capacity];
        nextObservations = new float[capacity * observationSize];
        continues = new float[capacity];
    }

    int capacity() {
        return capacity;
    }

    void clear() {
        size = 0;
        next = 0;
    }

    int size() {
        return size;
    }

    /**
     * Stores a transition.
     *
     * @param action in [-1, 1]
     * @param terminated whether the task terminated; false for a time limit
     */
    void add(double[] observation, float[] action, double reward, double[] nextObservation, boolean terminated) {
        copy(observation, observations, next * observationSize);
        System.arraycopy(action, 0, actions, next * actionSize, actionSize);
        rewards[next] = (float) reward;
        copy(nextObservation, nextObservations, next * observationSize);
        continues[next] = terminated ? 0 : 1;
        next = (next + 1) % capacity;
        size = Math.min(size + 1, capacity);
    }

    private static void copy(double[] source, float[] target, int offset) {
        for (int i = 0; i < source.length; i++) {
            target[offset + i] = (float) source[i];
        }
    }

    /** Copies the transitions at these indices to {@code target}, one row each. */
    void gather(int[] indices, BatchMemory.Rows target) {
        for (int row = 0; row < indices.length; row++) {
            int index = indices[row];
            target.observation().put(row, observations, index);
            target.action().put(row, actions, index);
            target.reward().put(row, rewards, index);
            target.nextObservation().put(row, nextObservations, index);
            target.continues().put(row, continues, index);
        }
    }

    /** The filled part by field name, for a checkpoint; wraps the arrays, so write it before the next add. */
    SequencedMap<String, ArrayData> state() {
        SequencedMap<String, ArrayData> state = new LinkedHashMap<>();
        state.put("observation", column(observations, observationSize));
        state.put("action", column(actions, actionSize));
        state.put("reward", column(rewards, 1));
        state.put("next_observation", column(nextObservations, observationSize));
        state.put("continues", column(continues, 1));
        return state;
    }

    /** The filled part of a field with {@code width} numbers for each transition. */
    ArrayData column(float[] field, int width) {
        return new ArrayData(
                ArrayData.Type.F32,
                new long[] {size, width},
                MemorySegment.ofArray(field).asSlice(0, (long) size * width * Float.BYTES));
    }

    int position() {
        return next;
    }

    /**
     * Restores the values of {@link #state} and {@link #position}.
     *
     * @throws IllegalArgumentException if they do not fit this buffer
     */
    void restore(Map<String, ArrayData> state, int position) {
        ArrayData stored = state.get("reward");
        long rows = stored == null || stored.shape().length == 0 ? 0 : stored.shape()[0];
        if (rows > capacity || position < 0 || position >= capacity || (rows < capacity && position != rows)) {
            throw new IllegalArgumentException("a replay of " + rows + " transitions at position " + position
                    + " does not fit a capacity of " + capacity);
        }
        size = (int) rows;
        next = position;
        restore(field(state, "observation", rows, observationSize), observations);
        restore(field(state, "action", rows, actionSize), actions);
        restore(field(state, "reward", rows, 1), rewards);
        restore(field(state, "next_observation", rows, observationSize), nextObservations);
        restore(field(state, "continues", rows, 1), continues);
    }

    private static ArrayData field(Map<String, ArrayData> state, String name, long rows, int width) {
        ArrayData data = state.get(name);
        if (data == null
                || data.type() != ArrayData.Type.F32
                || !Arrays.equals(data.shape(), new long[] {rows, width})) {
            throw new IllegalArgumentException(
                    "the stored replay has no field " + name + " of " + rows + " rows and width " + width);
        }
        return data;
    }

    /** Restores an additional field with one number for each transition, which the caller keeps. */
    void restore(Map<String, ArrayData> state, String name, float[] field) {
        restore(field(state, name, size, 1), field);
    }

    private static void restore(ArrayData data, float[] field) {
        MemorySegment.ofArray(field).copyFrom(data.bytes());
    }
}
