package dev.espalier.run.loop;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.agent.Agent;
import dev.espalier.data.Experience;
import dev.espalier.env.BadEnvironmentException;
import dev.espalier.env.Environment;
import dev.espalier.env.SimulationException;
import dev.espalier.env.Step;
import dev.espalier.env.VectorEnvironment;
import dev.espalier.env.VectorStepException;
import dev.espalier.policy.ActionRange;
import dev.espalier.profile.Phase;
import dev.espalier.store.JsonFields;
import dev.espalier.tensor.RandomStreams;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Collects experience: the agent acts in every environment, at first at random, and each transition is stored. An
 * episode that the simulator gives up is dropped, and the next one starts.
 */
final class Collector {

    private static final String STATE = "state";

    private final Agent agent;
    private final Experience experience;
    private final VectorEnvironment environments;
    private final RandomStreams streams;
    private final long randomSteps;
    private final ActionRange range;
    private final EpisodeLog episodes;
    private final LostEpisodes lost;
    private final double[][] observations;
    private long step;
    private long episodesStarted;

    /**
     * A collector before its first step; {@link #resetAll} or {@link #load} comes next.
     *
     * @param randomSteps steps in which actions are uniformly random
     */
    Collector(
            Agent agent,
            Experience experience,
            VectorEnvironment environments,
            RandomStreams streams,
            long randomSteps,
            LostEpisodes lost) {
        this.agent = agent;
        this.experience = experience;
        this.environments = environments;
        this.streams = streams;
        this.randomSteps = randomSteps;
        this.lost = lost;
        range = Policies.range(environments.get(0).actionSpace());
        episodes = new EpisodeLog(environments.size());
        observations = new double[environments.size()][];
    }

    /** Environment steps done, summed over all environments. */
    long step() {
        return step;
    }

    EpisodeLog episodes() {
        return episodes;
    }

    /** Resets every environment: the start of a new run. */
    void resetAll() {
        for (int i = 0; i < environments.size(); i++) {
            startEpisode(i);
        }
    }

    /** From the next seed whose start state the simulator takes. */
    private void startEpisode(int environment) {
        try (Phase _ = Phase.of(Phase.ENVIRONMENT)) {
            boolean started = false;
            while (!started) {
                long seed = streams.seedOf("episode", episodesStarted++);
                try {
                    observations[environment] = environments.reset(environment, seed);
                    started = true;
                } catch (SimulationException e) {
                    lost.lose(step, environment, e);
                }
            }
        }
    }

    /** One step in every environment, and what came of it stored. */
    void collect() {
        float[][] actions = chooseActions();
        step += actions.length;
        Step[] results;
        try (Phase _ = Phase.of(Phase.ENVIRONMENT)) {
            results = environments.step(toTask(actions));
        } catch (VectorStepException e) {
            recordWhatIsLeft(actions, e);
            return;
        }
        for (int i = 0; i < actions.length; i++) {
            record(i, actions[i], results[i]);
        }
    }

    private double[][] toTask(float[][] actions) {
        double[][] stretched = new double[actions.length][range.size()];
        for (int i = 0; i < actions.length; i++) {
            range.toTask(actions[i], stretched[i]);
        }
        return stretched;
    }

    private float[][] chooseActions() {
        try (Phase _ = Phase.of(Phase.ACT)) {
            float[][] actions = new float[environments.size()][];
            for (int i = 0; i < actions.length; i++) {
                RandomGenerator exploration = streams.at("action", step + i);
                actions[i] = step < randomSteps
                        ? Policies.uniformAction(range.size(), exploration)
                        : agent.act(observations[i], exploration);
            }
            return actions;
        }
    }

    private void record(int environment, float[] action, Step result) {
        try (Phase _ = Phase.of(Phase.REPLAY)) {
            experience.add(
                    environment,
                    observations[environment],
                    action,
                    result.reward(),
                    result.observation(),
                    result.terminated(),
                    result.done());
        }
        lost.succeeded();
        observations[environment] = result.observation();
        episodes.step(environment, result.reward());
        if (result.done()) {
            episodes.finish(environment);
            startEpisode(environment);
        }
    }

    /** An episode that the simulator gave up is dropped and a new one starts; the other environments go on. */
    private void recordWhatIsLeft(float[][] actions, VectorStepException e) {
        for (int i = 0; i < environments.size(); i++) {
            Throwable failure = e.failures().get(i);
            if (failure == null) {
                record(i, actions[i], e.step(i));
            } else if (failure instanceof SimulationException broken) {
                lost.lose(step, i, broken);
                dropEpisode(i);
            } else {
                throw failure instanceof BadEnvironmentException bad ? bad : e;
            }
        }
    }

    /** Saves environments and running episodes, without the number of steps, which the trainer saves. */
    void save(ObjectNode node) {
        node.put("episodes_started", episodesStarted);
        ArrayNode saved = node.putArray("environments");
        for (int i = 0; i < environments.size(); i++) {
            ObjectNode entry = saved.addObject();
            try {
                entry.put(STATE, environments.get(i).saveState());
            } catch (UnsupportedOperationException _) {
                entry.putNull(STATE);
            }
            Arrays.stream(observations[i]).forEach(entry.putArray("observation")::add);
        }
        episodes.save(node.putObject("episodes"));
    }

    /**
     * Restores what {@link #save} wrote, after the experience has been restored. Where an episode could not be saved,
     * another one begins.
     *
     * @param steps environment steps done
     * @return number of these episodes
     * @throws IllegalArgumentException if it does not fit these environments
     */
    int load(JsonFields fields, long steps) {
        List<JsonFields> saved = fields.objects("environments");
        if (saved.size() != environments.size()) {
            throw new IllegalArgumentException(
                    "expected the state of " + environments.size() + " environments, found that of " + saved.size());
        }
        step = steps;
        episodesStarted = fields.whole("episodes_started");
        episodes.load(fields.object("episodes"));
        int begun = 0;
        for (int i = 0; i < environments.size(); i++) {
            Environment environment = environments.get(i);
            observations[i] = saved.get(i)
                    .numbers("observation", environment.observationSpace().size());
            if (saved.get(i).isNull(STATE)) {
                dropEpisode(i);
                begun++;
            } else {
                environment.restoreState(saved.get(i).bytes(STATE));
            }
        }
        return begun;
    }

    private void dropEpisode(int environment) {
        experience.cut(environment);
        episodes.discard(environment);
        startEpisode(environment);
    }
}
