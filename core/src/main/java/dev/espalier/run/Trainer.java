package dev.espalier.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.agent.Agent;
import dev.espalier.config.RunConfig;
import dev.espalier.data.Experience;
import dev.espalier.env.BadEnvironmentException;
import dev.espalier.env.Environment;
import dev.espalier.env.SimulationException;
import dev.espalier.env.Step;
import dev.espalier.env.VectorEnvironment;
import dev.espalier.env.VectorStepException;
import dev.espalier.policy.ActionRange;
import dev.espalier.profile.Phase;
import dev.espalier.prune.PruneEvent;
import dev.espalier.store.JsonFields;
import dev.espalier.tensor.RandomStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/**
 * The training loop: act, step the environments, store transitions, update. One call of {@link #advance} takes one step
 * in every environment and runs the updates that are due. The caller handles files, evaluation and progress.
 */
final class Trainer {

    private static final String METRICS = "metrics";

    private final RunConfig config;
    private final Agent agent;
    private final Experience experience;
    private final VectorEnvironment environments;
    private final RandomStreams streams;
    private final ActionRange range;
    private final EpisodeLog episodes;
    private final LostEpisodes lost;
    private final double[][] observations;
    private final MetricMeans metrics = new MetricMeans();
    private final List<PruneEvent> events = new ArrayList<>();
    private long step;
    private long updates;
    private long pretrained;
    private long episodesStarted;

    Trainer(
            RunConfig config,
            Agent agent,
            Experience experience,
            VectorEnvironment environments,
            RandomStreams streams,
            RunListener listener) {
        this.config = config;
        this.agent = agent;
        this.experience = experience;
        this.environments = environments;
        this.streams = streams;
        lost = new LostEpisodes(listener);
        range = Policies.range(environments.get(0).actionSpace());
        episodes = new EpisodeLog(environments.size());
        observations = new double[environments.size()][];
    }

    /** Resets every environment at the start of a new run. */
    void resetAll() {
        for (int i = 0; i < environments.size(); i++) {
            startEpisode(i);
        }
    }

    /** Uses the next seed whose start state the simulator accepts. */
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

    /**
     * Takes one step in every environment and runs the updates that are due. After the random steps, runs one
     * pre-training update per call instead until all are done, so that the caller can stop in between.
     */
    void advance() {
        if (isPretraining()) {
            metrics.clear();
            metrics.add(agent.pretrain(experience, streams.at("pretrain", pretrained)));
            pretrained++;
            return;
        }
        collect();
        // The replay may still be empty if the first episodes were lost.
        if (step > config.randomSteps() && experience.size() > 0) {
            learn();
        }
    }

    /** Whether the next advance is an update of the extractors alone. */
    boolean isPretraining() {
        return config.ofe().present()
                && pretrained < config.ofe().pretrainUpdates()
                && step >= config.randomSteps()
                && experience.size() > 0;
    }

    /** Takes one step in every environment and stores the transitions. */
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
                actions[i] = step < config.randomSteps()
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
        lost.collect();
        observations[environment] = result.observation();
        episodes.step(environment, result.reward());
        if (result.done()) {
            episodes.finish(environment);
            startEpisode(environment);
        }
    }

    /** Drops each episode that the simulator aborted and starts a new one; the other environments continue. */
    private void recordWhatIsLeft(float[][] actions, VectorStepException e) {
        for (int i = 0; i < environments.size(); i++) {
            Throwable failure = e.failures().get(i);
            if (failure == null) {
                record(i, actions[i], e.step(i));
            } else if (failure instanceof SimulationException broken) {
                lost.lose(step, i, broken);
                experience.cut(i);
                episodes.discard(i);
                startEpisode(i);
            } else {
                throw failure instanceof BadEnvironmentException bad ? bad : e;
            }
        }
    }

    private void learn() {
        int due = experience.updatesDue();
        if (due == 0) {
            return;
        }
        // Not earlier: entering a phase may change the networks, and a rollout needs those that acted in it.
        events.addAll(agent.enter(Math.min(1, (double) step / config.steps())));
        metrics.clear();
        for (int i = 0; i < due; i++) {
            update();
        }
        experience.updatesDone();
    }

    /** Runs one update. */
    void update() {
        Agent.Update update = agent.update(experience, streams.at("update", updates));
        metrics.add(update.metrics());
        events.addAll(update.events());
        updates++;
    }

    /** Ends the run: reports the number of lost episodes, or throws {@link SimulationException} if all were lost. */
    void end() {
        lost.end();
    }

    /** The pruning events since the last call. */
    List<PruneEvent> drainEvents() {
        List<PruneEvent> drained = List.copyOf(events);
        events.clear();
        return drained;
    }

    /** Number of pre-training updates so far. */
    long pretrained() {
        return pretrained;
    }

    long step() {
        return step;
    }

    /** Episodes that the simulator aborted. */
    long lostEpisodes() {
        return lost.count();
    }

    EpisodeLog episodes() {
        return episodes;
    }

    /** Mean metrics of the updates in the last step that had updates; empty before the first. */
    SequencedMap<String, Double> lastMetrics() {
        return metrics.values();
    }

    long updates() {
        return updates;
    }

    /** Saves counters, environments and running episodes: all state but that of the agent and its experience. */
    void save(ObjectNode node) {
        node.put("step", step);
        node.put("updates", updates);
        node.put("pretrained", pretrained);
        node.put("episodes_started", episodesStarted);
        ArrayNode saved = node.putArray("environments");
        for (int i = 0; i < environments.size(); i++) {
            ObjectNode entry = saved.addObject();
            entry.put("state", environments.get(i).saveState());
            ArrayNode observation = entry.putArray("observation");
            for (double value : observations[i]) {
                observation.add(value);
            }
        }
        episodes.save(node.putObject("episodes"));
        metrics.save(node.putObject(METRICS));
        lost.save(node);
    }

    /** Restores what {@link #save} wrote; throws {@link IllegalArgumentException} if the configuration differs. */
    void load(JsonFields fields) {
        List<JsonFields> saved = fields.objects("environments");
        if (saved.size() != environments.size()) {
            throw new IllegalArgumentException(
                    "expected the state of " + environments.size() + " environments, found that of " + saved.size());
        }
        step = fields.whole("step");
        updates = fields.whole("updates");
        pretrained = fields.whole("pretrained");
        episodesStarted = fields.whole("episodes_started");
        for (int i = 0; i < environments.size(); i++) {
            Environment environment = environments.get(i);
            environment.restoreState(saved.get(i).bytes("state"));
            observations[i] = saved.get(i)
                    .numbers("observation", environment.observationSpace().size());
        }
        episodes.load(fields.object("episodes"));
        // Checkpoints of earlier versions have none.
        if (fields.has(METRICS)) {
            metrics.load(fields.object(METRICS));
        }
        lost.load(fields, step);
    }
}
