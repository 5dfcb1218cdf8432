package dev.espalier.data;

import dev.espalier.settings.Settings;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The experience of an off-policy agent, which can learn from transitions of any policy. It keeps the last transitions
 * in a replay buffer; after every step the agent learns from mini-batches that are drawn uniformly with replacement.
 */
public final class Replay extends Experience {

    private final int[] rows;
    private final int updatesDue;
    private final Consumer<double[]> observer;

    /**
     * An empty replay.
     *
     * @param batch transitions in a mini-batch
     * @param updatesPerStep updates for each step of each environment
     * @throws dev.espalier.settings.InvalidSettingException if the number of updates is below 1
     * @throws IllegalArgumentException if the transitions exceed the maximum size of a Java array
     */
    public Replay(Dimensions dimensions, int batch, int updatesPerStep) {
        this(dimensions, batch, updatesPerStep, _ -> {});
    }

    /**
     * The same, with an observer of states.
     *
     * @param observer called with the observation of each transition, {@code [n_s]}, when it is stored
     */
    public Replay(Dimensions dimensions, int batch, int updatesPerStep, Consumer<double[]> observer) {
        Settings.atLeast("updates_per_step", updatesPerStep, 1);
        super(dimensions, dimensions.replayCapacity(), batch, 0);
        this.observer = observer;
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
        super.add(environment, observation, action, reward, nextObservation, terminated, ends);
        observer.accept(observation);
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
        return drawUniformly(rows, new float[0], random);
    }
}
