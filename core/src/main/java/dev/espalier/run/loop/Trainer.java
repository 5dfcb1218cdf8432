package dev.espalier.run.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.agent.Agent;
import dev.espalier.config.RunConfig;
import dev.espalier.data.Experience;
import dev.espalier.env.VectorEnvironment;
import dev.espalier.prune.PruneEvent;
import dev.espalier.store.JsonFields;
import dev.espalier.tensor.RandomStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/**
 * The training loop: collect transitions at random, pretrain the extractors on them, then collect and learn in turns.
 * One call of {@link #advance} takes one step in every environment and then does the updates that are due. Files,
 * evaluation and progress belong to the caller.
 */
public final class Trainer {

    private static final String METRICS = "metrics";

    private final RunConfig config;
    private final Agent agent;
    private final Experience experience;
    private final RandomStreams streams;
    private final Collector collector;
    private final RunListener listener;
    private final LostEpisodes lost;
    private final MetricMeans metrics = new MetricMeans();
    private final List<PruneEvent> events = new ArrayList<>();
    private long updates;
    private long pretrained;

    /** A loop before its first step; {@link #resetAll} or {@link #load} comes next. */
    public Trainer(
            RunConfig config,
            Agent agent,
            Experience experience,
            VectorEnvironment environments,
            RandomStreams streams,
            RunListener listener) {
        this.config = config;
        this.agent = agent;
        this.experience = experience;
        this.streams = streams;
        this.listener = listener;
        lost = new LostEpisodes(listener);
        collector = new Collector(agent, experience, environments, streams, config.randomSteps(), lost);
    }

    /** Resets every environment: the start of a new run. */
    public void resetAll() {
        collector.resetAll();
    }

    /**
     * One step in every environment and the updates that are due. When the random steps are done, each call does one
     * pre-training update instead until all of these are done, so that the caller can stop in between.
     */
    public void advance() {
        if (isPretraining()) {
            pretrain();
            return;
        }
        collect();
        // There may still be nothing to learn from if the very first episodes were lost.
        if (step() > config.randomSteps() && experience.size() > 0) {
            learn();
        }
    }

    /** Whether the next advance is an update of the extractors alone. */
    public boolean isPretraining() {
        return config.ofe().hasExtractors()
                && pretrained < config.ofe().pretrainUpdates()
                && step() >= config.randomSteps()
                && experience.size() > 0;
    }

    /** One update of the extractors alone. */
    private void pretrain() {
        agent.setLearningRates(progress());
        metrics.clear();
        metrics.add(agent.pretrain(experience, streams.at("pretrain", pretrained)));
        pretrained++;
    }

    /** One step in every environment, and what came of it stored. */
    void collect() {
        collector.collect();
    }

    /** The updates that are due. */
    private void learn() {
        int due = experience.updatesDue();
        if (due == 0) {
            return;
        }
        // Not before: a rollout is judged by the networks that acted in it, and entering a phase may change them.
        events.addAll(agent.enter(progress()));
        metrics.clear();
        for (int i = 0; i < due; i++) {
            update();
        }
        experience.updatesDone();
    }

    /** The last step may lie beyond the configured ones, as all environments step together. */
    private double progress() {
        return Math.min(1, (double) step() / config.steps());
    }

    /** One update of everything, and what it prunes. */
    void update() {
        Agent.Update update = agent.update(experience, streams.at("update", updates));
        metrics.add(update.metrics());
        events.addAll(update.events());
        updates++;
    }

    /**
     * Reports the lost episodes at the end of a run.
     *
     * @throws dev.espalier.env.SimulationException if no step could be learnt from
     */
    public void end() {
        lost.end();
    }

    /** What was pruned since this was asked last. */
    public List<PruneEvent> drainEvents() {
        List<PruneEvent> drained = List.copyOf(events);
        events.clear();
        return drained;
    }

    /** Updates of the extractors before learning began. */
    public long pretrained() {
        return pretrained;
    }

    /** Environment steps done, summed over all environments. */
    public long step() {
        return collector.step();
    }

    /** Episodes that the simulator gave up. */
    public long lostEpisodes() {
        return lost.count();
    }

    /** Returns and lengths of episodes. */
    public EpisodeLog episodes() {
        return collector.episodes();
    }

    /** The means of what the updates of the last step with updates returned; empty before the first. */
    public SequencedMap<String, Double> lastMetrics() {
        return metrics.values();
    }

    /** Updates done, without those of pre-training. */
    public long updates() {
        return updates;
    }

    /**
     * Counters, environments and running episodes; with the state of the agent and of its experience this is
     * everything.
     */
    public void save(ObjectNode node) {
        node.put("step", step());
        node.put("updates", updates);
        node.put("pretrained", pretrained);
        collector.save(node);
        metrics.save(node.putObject(METRICS));
        lost.save(node);
    }

    /**
     * Restores what {@link #save} wrote for a run of the same configuration.
     *
     * @throws IllegalArgumentException if it does not fit
     */
    public void load(JsonFields fields) {
        long step = fields.whole("step");
        updates = fields.whole("updates");
        pretrained = fields.whole("pretrained");
        int begun = collector.load(fields, step);
        if (begun > 0) {
            listener.onMessage("the task cannot save its episodes: those that were running (" + begun
                    + ") are dropped and new ones begin, so the run does not end with the bits of one without a break");
        }
        // A checkpoint of earlier versions has none.
        if (fields.has(METRICS)) {
            metrics.load(fields.object(METRICS));
        }
        lost.load(fields, step);
    }
}
