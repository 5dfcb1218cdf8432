package dev.espalier.run.loop;

import dev.espalier.agent.Agent;
import dev.espalier.config.ConfigException;
import dev.espalier.config.RunConfig;
import dev.espalier.data.Experience;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.env.Environments;
import dev.espalier.env.VectorEnvironment;
import dev.espalier.settings.InvalidSettingException;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.RandomStreams;
import java.util.Locale;

/**
 * The working parts of a run as its configuration asks for them.
 *
 * @param environments where transitions are collected
 * @param agent what learns
 * @param experience empty, with room for what the run can collect
 * @param trainer the loop over all of them, at step 0
 * @param streams the run's randomness
 */
public record Workshop(
        VectorEnvironment environments, Agent agent, Experience experience, Trainer trainer, RandomStreams streams)
        implements AutoCloseable {

    public static Workshop build(RunConfig config, RunListener listener) {
        Compute compute = Compute.on(Compute.Kind.valueOf(config.device().toUpperCase(Locale.ROOT)), config.threads());
        RandomStreams streams = new RandomStreams(config.seed());
        EnvironmentSpec task = Environments.spec(config.env());
        Agent agent = agent(config, task, streams, compute);
        Experience experience = experience(
                agent,
                config.agent(),
                new Experience.Dimensions(
                        task.observationSize(),
                        task.actionSize(),
                        config.environments(),
                        transitions(config),
                        compute));
        // Last, since its threads and simulations are what would have to be closed if something after it failed.
        VectorEnvironment environments = VectorEnvironment.make(config.env(), config.environments());
        Trainer trainer = new Trainer(config, agent, experience, environments, streams, listener);
        return new Workshop(environments, agent, experience, trainer, streams);
    }

    /** Whether a target can be reached is known only now: it depends on the task. */
    private static Agent agent(RunConfig config, EnvironmentSpec task, RandomStreams streams, Compute compute) {
        try {
            return AgentFactory.create(config, task, streams, compute);
        } catch (InvalidSettingException e) {
            throw new ConfigException(String.valueOf(e.getMessage()), e);
        }
    }

    /** A run shorter than the replay's capacity needs no more room than it has steps. */
    private static int transitions(RunConfig config) {
        return config.steps() >= config.replayCapacity()
                ? config.replayCapacity()
                : (int) Math.min(config.replayCapacity(), config.steps() + config.environments());
    }

    /** Whether it is too large is known only now: it depends on the task. */
    private static Experience experience(Agent agent, String name, Experience.Dimensions dimensions) {
        try {
            return agent.experience(dimensions);
        } catch (InvalidSettingException e) {
            throw new ConfigException(String.valueOf(e.within(name).getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        environments.close();
    }
}
