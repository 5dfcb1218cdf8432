package dev.espalier.run;

import dev.espalier.agent.Agent;
import dev.espalier.agent.BatchMemory;
import dev.espalier.agent.ReplayBuffer;
import dev.espalier.config.ConfigException;
import dev.espalier.config.RunConfig;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.env.Environments;
import dev.espalier.env.VectorEnvironment;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.RandomStreams;
import java.util.Locale;

/**
 * The working parts of a run as its configuration asks for them.
 *
 * @param environments where transitions are collected
 * @param agent what learns
 * @param replay empty, with room for what the run can collect
 * @param batch memory of one mini-batch
 * @param trainer the loop over all of them, at step 0
 * @param streams the run's randomness
 */
record Workshop(
        VectorEnvironment environments,
        Agent agent,
        ReplayBuffer replay,
        BatchMemory batch,
        Trainer trainer,
        RandomStreams streams)
        implements AutoCloseable {

    static Workshop build(RunConfig config, RunListener listener) {
        Compute compute = Compute.on(Compute.Kind.valueOf(config.device().toUpperCase(Locale.ROOT)), config.threads());
        RandomStreams streams = new RandomStreams(config.seed());
        EnvironmentSpec task = Environments.spec(config.env());
        Agent agent = AgentFactory.create(config, task, streams, compute);
        ReplayBuffer replay = replay(transitions(config), task.observationSize(), task.actionSize());
        BatchMemory batch =
                new BatchMemory(config.learner().batch(), task.observationSize(), task.actionSize(), compute);
        // Last, since its threads and simulations are what would have to be closed if something after it failed.
        VectorEnvironment environments = VectorEnvironment.make(config.env(), config.environments());
        Trainer trainer = new Trainer(config, agent, replay, batch, environments, streams, listener);
        return new Workshop(environments, agent, replay, batch, trainer, streams);
    }

    /** A run shorter than the replay's capacity needs no more room than it has steps. */
    private static int transitions(RunConfig config) {
        return config.steps() >= config.replayCapacity()
                ? config.replayCapacity()
                : (int) Math.min(config.replayCapacity(), config.steps() + config.environments());
    }

    /** Whether it is too large is known only now: it depends on the task. */
    private static ReplayBuffer replay(int transitions, int observationSize, int actionSize) {
        try {
            return new ReplayBuffer(transitions, observationSize, actionSize);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage() + "; lower replay_capacity or steps", e);
        }
    }

    @Override
    public void close() {
        environments.close();
    }
}
