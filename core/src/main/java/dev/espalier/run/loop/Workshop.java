package dev.espalier.run.loop;

import dev.espalier.agent.Agent;
import dev.espalier.config.ConfigException;
import dev.espalier.config.RunConfig;
import dev.espalier.data.Experience;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.env.Environments;
import dev.espalier.env.Task;
import dev.espalier.env.VectorEnvironment;
import dev.espalier.settings.InvalidSettingException;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Precision;
import dev.espalier.tensor.RandomStreams;
import java.util.Locale;

/**
 * The parts of a run, built from its configuration.
 *
 * @param task what is trained on
 * @param experience empty, with room for all that the run can collect
 * @param trainer training loop, at step 0
 * @param streams random streams of the run
 */
public record Workshop(
        Task task,
        Compute compute,
        VectorEnvironment environments,
        Agent agent,
        Experience experience,
        Trainer trainer,
        RandomStreams streams)
        implements AutoCloseable {

    /** The parts of a run on the task whose id the configuration has. */
    public static Workshop build(RunConfig config, RunListener listener) {
        return build(config, Environments.task(config.env()), listener);
    }

    /** The parts of a run on this task. */
    public static Workshop build(RunConfig config, Task task, RunListener listener) {
        Compute compute = compute(config);
        RandomStreams streams = new RandomStreams(config.seed());
        EnvironmentSpec spec = task.spec();
        Agent agent = agent(config, spec, streams, compute);
        Experience experience = experience(
                agent,
                config.agent(),
                new Experience.Dimensions(
                        spec.observationSize(),
                        spec.actionSize(),
                        config.environments(),
                        transitions(config),
                        compute));
        // Last, since its threads and simulations would have to be closed if a later part failed.
        VectorEnvironment environments = VectorEnvironment.make(task, config.environments());
        Trainer trainer = new Trainer(config, agent, experience, environments, streams, listener);
        return new Workshop(task, compute, environments, agent, experience, trainer, streams);
    }

    /** Prepares the device of a run. */
    public static Compute compute(RunConfig config) {
        return Compute.on(
                Compute.Kind.valueOf(config.device().toUpperCase(Locale.ROOT)),
                Precision.valueOf(config.precision().toUpperCase(Locale.ROOT)),
                config.threads());
    }

    /** Whether a target size can be reached depends on the task, so it is checked only here. */
    private static Agent agent(RunConfig config, EnvironmentSpec task, RandomStreams streams, Compute compute) {
        try {
            return AgentFactory.create(config, task, streams, compute);
        } catch (InvalidSettingException e) {
            throw new ConfigException(String.valueOf(e.getMessage()), e);
        }
    }

    /** A run shorter than the replay's capacity needs only as much room as it has steps. */
    private static int transitions(RunConfig config) {
        return config.steps() >= config.replayCapacity()
                ? config.replayCapacity()
                : (int) Math.min(config.replayCapacity(), config.steps() + config.environments());
    }

    /** Whether the size is too large depends on the task, so it is checked only here. */
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
