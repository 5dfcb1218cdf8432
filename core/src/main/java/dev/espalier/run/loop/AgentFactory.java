package dev.espalier.run.loop;

import dev.espalier.agent.Agent;
import dev.espalier.agent.Algorithm;
import dev.espalier.agent.Features;
import dev.espalier.agent.Networks;
import dev.espalier.agent.NormalisedFeatures;
import dev.espalier.agent.ofe.OfeLearner;
import dev.espalier.config.RunConfig;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.nn.LearningRateSchedule;
import dev.espalier.nn.Normaliser;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.RandomStreams;
import java.util.Locale;

/** Creates agents from configurations. */
public final class AgentFactory {

    private AgentFactory() {}

    /** Creates an agent whose initial weights are drawn from {@code streams}. */
    public static Agent create(RunConfig config, EnvironmentSpec task, RandomStreams streams, Compute compute) {
        var schedule = new LearningRateSchedule(
                LearningRateSchedule.Kind.valueOf(config.learningRateSchedule().toUpperCase(Locale.ROOT)));
        var networks = new Networks(Blueprints.of(config, task), config.prune(), schedule, streams, compute);
        Features features =
                config.ofe().hasExtractors() ? new OfeLearner(config.ofe(), networks) : new Features.Plain();
        if (config.learner().normalisesObservations()) {
            features = new NormalisedFeatures(features, new Normaliser(task.observationSize(), compute));
        }
        Algorithm algorithm = config.learner().algorithm(networks, features);
        return new Agent(algorithm, features, networks, config.prune());
    }
}
