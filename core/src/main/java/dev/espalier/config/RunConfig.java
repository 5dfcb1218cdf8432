package dev.espalier.config;

import static dev.espalier.settings.Settings.atLeast;
import static dev.espalier.settings.Settings.atMost;

import dev.espalier.agent.AgentConfig;
import dev.espalier.agent.ofe.OfeConfig;
import dev.espalier.prune.PruneConfig;
import dev.espalier.settings.InvalidSettingException;
import java.util.List;
import java.util.Locale;

/**
 * All settings that determine the outcome of a run. Defaults are only in {@code defaults.yml}. Presets, a configuration
 * file, {@code --set} and command-line options override them, in this order.
 *
 * @param agent name of the agent, such as {@code sac}
 * @param steps environment steps of the whole run, rounded up to a multiple of {@code environments}
 * @param seed seed of all random streams
 * @param device {@code cpu} or {@code cuda}
 * @param precision of matrix products: {@code highest}, {@code high} or {@code medium}
 * @param threads maximum number of computing threads; 0 for the number of processors
 * @param environments number of copies of the task that are stepped in parallel
 * @param randomSteps environment steps with random actions before learning starts; 0 for on-policy agents
 * @param replayCapacity transitions in the replay buffer
 * @param evaluation when and how long the deterministic policy is evaluated
 * @param checkpoint when checkpoints are written and how many are kept
 * @param logEvery environment steps between two rows of {@code progress.csv}
 * @param learner the agent's settings; in files their section has the agent's name
 * @param ofe the extractors' settings
 * @param prune settings of gates, cost and pruning
 * @param structure sizes that replace those of the agent and {@code ofe}
 */
public record RunConfig(
        String env,
        String agent,
        String preset,
        long steps,
        long seed,
        String device,
        String precision,
        int threads,
        int environments,
        long randomSteps,
        int replayCapacity,
        Evaluation evaluation,
        Checkpointing checkpoint,
        long logEvery,
        AgentConfig learner,
        OfeConfig ofe,
        PruneConfig prune,
        StructureConfig structure) {

    private static final List<String> DEVICES = List.of("cpu", "cuda");
    private static final List<String> PRECISIONS = List.of("highest", "high", "medium");

    /** Each has its own simulation. */
    private static final int MAX_ENVIRONMENTS = 4096;

    private static final int MAX_THREADS = 1024;

    /** A mini-batch is in memory several times. */
    private static final int MAX_BATCH = 1 << 20;

    /** @throws InvalidSettingException if a value is out of its range */
    public RunConfig {
        oneOf("device", device, DEVICES);
        oneOf("precision", precision, PRECISIONS);
        atLeast("steps", steps, 1);
        atLeast("threads", threads, 0);
        atMost("threads", threads, MAX_THREADS);
        atLeast("environments", environments, 1);
        atMost("environments", environments, MAX_ENVIRONMENTS);
        atLeast("random_steps", randomSteps, 0);
        atLeast("log_every", logEvery, 1);
        // The record of a user's agent may check nothing.
        atLeast(agent + ".batch", learner.batch(), 1);
        atMost(agent + ".batch", learner.batch(), MAX_BATCH);
        boolean replays = learner.rollout() == 0;
        if (replays && replayCapacity < learner.batch()) {
            throw new InvalidSettingException(
                    "replay_capacity",
                    String.format(
                            Locale.ROOT, "is %d; give at least %s.batch, %d", replayCapacity, agent, learner.batch()));
        }
        if (randomSteps >= steps) {
            throw new InvalidSettingException(
                    "random_steps",
                    String.format(
                            Locale.ROOT,
                            "is %d, but the run ends at step %d: nothing would be learnt; give fewer random steps, or more steps",
                            randomSteps,
                            steps));
        }
        if (!replays) {
            checkRollouts(steps, environments, randomSteps, agent, learner, ofe, prune);
        }
        if (ofe.hasExtractors()) {
            checkExtractors(randomSteps, agent, learner, ofe);
        }
        if (prune.gates()) {
            checkSchedule(steps, randomSteps, prune);
        }
        structure.check(agent, learner, ofe);
    }

    /** Requires at least one rollout, since learning happens after rollouts; with gates, one in each phase of theta. */
    private static void checkRollouts(
            long steps,
            int environments,
            long randomSteps,
            String agent,
            AgentConfig learner,
            OfeConfig ofe,
            PruneConfig prune) {
        if (randomSteps > 0) {
            throw new InvalidSettingException(
                    "random_steps",
                    String.format(
                            Locale.ROOT,
                            "is %d, but %s learns from the actions of its own policy alone; give 0",
                            randomSteps,
                            agent));
        }
        if (ofe.hasExtractors() && ofe.pretrainUpdates() > 0) {
            throw new InvalidSettingException(
                    "ofe.pretrain_updates",
                    String.format(
                            Locale.ROOT,
                            "is %d, but %s has no random steps to learn from before; give 0",
                            ofe.pretrainUpdates(),
                            agent));
        }
        long rollout = (long) learner.rollout() * environments;
        String settings =
                String.format(Locale.ROOT, "(%s.rollout %d, environments %d)", agent, learner.rollout(), environments);
        if (rollout > steps) {
            throw new InvalidSettingException(
                    "steps",
                    String.format(
                            Locale.ROOT,
                            "is %d, fewer than a rollout has %s: nothing would be learnt; give at least %d",
                            steps,
                            settings,
                            rollout));
        }
        if (prune.gates()) {
            long free = (long) Math.ceil(prune.warmupEnd() * steps);
            long decided = (long) Math.ceil(prune.roundAt() * steps);
            long first = Math.max(1, Math.ceilDiv(free, rollout)) * rollout;
            long last = steps / rollout * rollout;
            if (first >= decided || (prune.roundAt() < 1 && last < decided)) {
                throw new InvalidSettingException(
                        "steps",
                        String.format(
                                Locale.ROOT,
                                "is %d: no rollout of %d steps %s ends while theta moves, from step %d on, or none after it is rounded, from step %d on; give more steps",
                                steps,
                                rollout,
                                settings,
                                free,
                                decided));
            }
        }
    }

    private static void checkExtractors(long randomSteps, String agent, AgentConfig learner, OfeConfig ofe) {
        if (learner.batch() < 2) {
            throw new InvalidSettingException(
                    agent + ".batch",
                    String.format(
                            Locale.ROOT,
                            "is %d, but the batch norm of extractors needs a spread; give at least 2",
                            learner.batch()));
        }
        if (ofe.pretrainUpdates() > 0 && randomSteps == 0) {
            throw new InvalidSettingException(
                    "random_steps",
                    String.format(
                            Locale.ROOT,
                            "is 0, so that ofe.pretrain_updates, %d, would have no data; give at least 1, or no updates",
                            ofe.pretrainUpdates()));
        }
    }

    /** Requires the phases in order: random steps, warm-up, free theta, rounded theta. */
    private static void checkSchedule(long steps, long randomSteps, PruneConfig prune) {
        double firstMove = prune.warmupEnd() * steps;
        if ((double) randomSteps / steps > prune.warmupEnd()) {
            throw new InvalidSettingException(
                    "steps",
                    String.format(
                            Locale.ROOT,
                            "is %d, so that theta would move from step %d on (prune.warmup_end %s), before the agent"
                                    + " learns: random_steps is %d; give random_steps of at most %d, or more steps",
                            steps,
                            (long) Math.ceil(firstMove),
                            prune.warmupEnd(),
                            randomSteps,
                            (long) firstMove));
        }
        if ((long) (prune.roundAt() * steps) <= (long) firstMove) {
            throw new InvalidSettingException(
                    "steps",
                    String.format(
                            Locale.ROOT,
                            "is %d: prune.warmup_end, %s, and prune.round_at, %s, fall on one step; give more steps",
                            steps,
                            prune.warmupEnd(),
                            prune.roundAt()));
        }
    }

    /**
     * The same run with networks of other sizes.
     *
     * @param diagonals whether the extractors, if any, have learnable diagonals
     */
    public RunConfig with(StructureConfig sizes, boolean diagonals) {
        return new RunConfig(
                env,
                agent,
                preset,
                steps,
                seed,
                device,
                precision,
                threads,
                environments,
                randomSteps,
                replayCapacity,
                evaluation,
                checkpoint,
                logEvery,
                learner,
                ofe.withDiagonals(diagonals),
                prune,
                sizes);
    }

    private static void oneOf(String key, String name, List<String> known) {
        if (!known.contains(name)) {
            throw new InvalidSettingException(key, "is " + Suggestions.unknown(name, known));
        }
    }

    /**
     * Evaluation of the deterministic policy in a separate environment.
     *
     * @param every environment steps between two evaluations
     * @param episodes episodes of one evaluation
     */
    public record Evaluation(long every, int episodes) {

        /** Training waits for evaluations. */
        private static final int MAX_EPISODES = 100_000;

        public Evaluation {
            atLeast("every", every, 1);
            atLeast("episodes", episodes, 1);
            atMost("episodes", episodes, MAX_EPISODES);
        }
    }

    /**
     * Checkpoints of the complete training state.
     *
     * @param every environment steps between two checkpoints; one is always written at the end
     * @param keep how many of the newest are kept; at least 2, as a fallback if one is damaged
     */
    public record Checkpointing(long every, int keep) {

        public Checkpointing {
            atLeast("every", every, 1);
            atLeast("keep", keep, 2);
        }
    }
}
