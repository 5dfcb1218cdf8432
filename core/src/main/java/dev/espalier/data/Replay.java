package dev.espalier.data;

import dev.espalier.profile.Phase;
import dev.espalier.settings.Settings;
import dev.espalier.store.ArrayData;
import java.util.Map;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/**
 * The experience of an off-policy agent, which can learn from transitions of any policy. It keeps the last transitions
 * in a replay buffer; after every step the agent learns from mini-batches that are drawn uniformly with replacement.
 */
public final class Replay implements Experience {

    private final ReplayBuffer buffer;
    private final BatchMemory memory;
    private final int[] rows;
    private final int updatesDue;

    /**
     * An empty replay.
     *
     * @param batch transitions in a mini-batch
     * @param updatesPerStep updates for each step of each environment
     * @throws dev.espalier.settings.InvalidSettingException if the number of updates is below 1
     * @throws IllegalArgumentException if the transitions exceed the maximum size of a Java array
     */
    public Replay(Dimensions dimensions, int batch, int updatesPerStep) {
        Settings.atLeast("updates_per_step", updatesPerStep, 1);
        buffer = new ReplayBuffer(dimensions.replayCapacity(), dimensions.observationSize(), dimensions.actionSize());
        memory = new BatchMemory(batch, dimensions.observationSize(), dimensions.actionSize(), 0, dimensions.compute());
        rows = new int[batch];
        updatesDue = updatesPerStep * dimensions.environments();
    }

    @Override
    public void add(
            int environment,
            double[] observation,
            float[] action,
            double reward,
            double[] nextObservation,
            boolean terminated,
            boolean ends) {
        buffer.add(observation, action, reward, nextObservation, terminated);
    }

    @Override
    public void cut(int environment) {
        // Transitions are independent of each other.
    }

    @Override
    public int updatesDue() {
        return updatesDue;
    }

    @Override
    public void updatesDone() {}

    @Override
    public Batch draw(RandomGenerator random) {
        try (Phase _ = Phase.of(Phase.REPLAY)) {
            for (int i = 0; i < rows.length; i++) {
                rows[i] = random.nextInt(buffer.size());
            }
            return memory.gather(buffer, new float[0], rows);
        }
    }

    @Override
    public int size() {
        return buffer.size();
    }

    @Override
    public int capacity() {
        return buffer.capacity();
    }

    @Override
    public SequencedMap<String, ArrayData> lastBatches() {
        return memory.state();
    }

    @Override
    public SequencedMap<String, ArrayData> state() {
        return buffer.state();
    }

    @Override
    public int position() {
        return buffer.position();
    }

    @Override
    public void restore(Map<String, ArrayData> state, int position) {
        buffer.restore(state, position);
    }
}
