package dev.espalier.run.loop;

import dev.espalier.architecture.Blueprint;
import dev.espalier.config.RunConfig;
import dev.espalier.data.Experience;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.tensor.RandomStreams;
import java.util.random.RandomGenerator;

/**
 * The two halves of a training step as separate methods, to be measured, with a full replay of random transitions.
 * There are no files, no evaluations and no end. Theta of gates can change.
 */
public final class Workbench implements AutoCloseable {

    private final Workshop workshop;

    /**
     * Builds the parts of a run.
     *
     * @throws IllegalArgumentException if the agent learns from rollouts
     */
    public static Workbench of(RunConfig config) {
        if (config.learner().rollout() > 0) {
            throw new IllegalArgumentException(
                    config.agent() + " does not learn after every step, so there are no halves of a step");
        }
        Workshop workshop = Workshop.build(config, RunListener.NOBODY);
        try {
            fill(workshop.experience(), workshop.task().spec(), workshop.streams());
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

    /** Acts, steps every environment once and stores the transitions. */
    public void collect() {
        workshop.trainer().collect();
    }

    /** Draws mini-batches and updates the agent once. */
    public void update() {
        workshop.trainer().update();
    }

    /** The current networks. */
    public Blueprint blueprint() {
        return workshop.agent().blueprint();
    }

    /** Transitions in the replay. */
    public int transitions() {
        return workshop.experience().size();
    }

    /** Size of the replay in bytes. */
    public long replayBytes() {
        return workshop.experience().state().values().stream()
                .mapToLong(field -> field.bytes().byteSize())
                .sum();
    }

    private static void fill(Experience experience, EnvironmentSpec task, RandomStreams streams) {
        RandomGenerator random = streams.at("replay");
        double[] observation = new double[task.observationSize()];
        double[] next = new double[task.observationSize()];
        for (int i = 0; i < experience.capacity(); i++) {
            fill(observation, random);
            fill(next, random);
            float[] action = Policies.uniformAction(task.actionSize(), random);
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
