package dev.espalier.run.loop;

import dev.espalier.architecture.Blueprint;
import dev.espalier.config.RunConfig;
import dev.espalier.data.Experience;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.env.Environments;
import dev.espalier.tensor.RandomStreams;
import java.util.random.RandomGenerator;

/**
 * A run on blocks, to be measured: its working parts with a full replay of random transitions, and the two halves of a
 * training step one by one. There are no files, no evaluation and no end. Where units have gates, theta is free to move.
 */
public final class Workbench implements AutoCloseable {

    private final Workshop workshop;

    /**
     * The parts that a configuration asks for.
     *
     * @throws IllegalArgumentException if its agent learns from rollouts
     */
    public static Workbench of(RunConfig config) {
        if (config.learner().rollout() > 0) {
            throw new IllegalArgumentException(
                    config.agent() + " does not learn after every step, so there are no halves of a step");
        }
        Workshop workshop = Workshop.build(config, RunListener.NOBODY);
        try {
            fill(workshop.experience(), Environments.spec(config.env()), workshop.streams());
            return new Workbench(workshop, config);
        } catch (RuntimeException | Error e) {
            workshop.close();
            throw e;
        }
    }

    private Workbench(Workshop workshop, RunConfig config) {
        this.workshop = workshop;
        workshop.trainer().resetAll();
        workshop.agent().enter((config.prune().warmupEnd() + config.prune().roundAt()) / 2);
    }

    /** Acts, steps every environment once and stores what came of it. */
    public void collect() {
        workshop.trainer().collect();
    }

    /** Draws mini-batches and updates the agent once. */
    public void update() {
        workshop.trainer().update();
    }

    /** The networks as they are now. */
    public Blueprint blueprint() {
        return workshop.agent().blueprint();
    }

    /** Transitions in the replay. */
    public int transitions() {
        return workshop.experience().size();
    }

    /** Memory of the replay. */
    public long replayBytes() {
        return workshop.experience().state().values().stream()
                .mapToLong(field -> field.bytes().byteSize())
                .sum();
    }

    private static void fill(Experience experience, EnvironmentSpec task, RandomStreams streams) {
        RandomGenerator random = streams.at("replay");
        double[] observation = new double[task.observationSize()];
        double[] next = new double[task.observationSize()];
        float[] action = new float[task.actionSize()];
        for (int i = 0; i < experience.capacity(); i++) {
            fill(observation, random);
            fill(next, random);
            for (int k = 0; k < action.length; k++) {
                action[k] = random.nextFloat(-1, 1);
            }
            experience.add(0, observation, action, random.nextDouble(-1, 1), next, false, false);
        }
    }

    private static void fill(double[] values, RandomGenerator random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextDouble(-1, 1);
        }
    }

    @Override
    public void close() {
        workshop.close();
    }
}
