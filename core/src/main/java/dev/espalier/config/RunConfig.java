package dev.espalier.config;

import static dev.espalier.settings.Settings.atLeast;
import static dev.espalier.settings.Settings.atMost;
import static dev.espalier.settings.Settings.finite;
import static dev.espalier.settings.Settings.refuseIf;

import dev.espalier.agent.AgentConfig;
import dev.espalier.agent.ofe.OfeConfig;
import dev.espalier.prune.PruneConfig;
import dev.espalier.settings.InvalidSettingException;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * @param learningRateSchedule {@code constant}, or {@code linear}: all learning rates but theta's fall in a straight line
 *     to 0 at the last step
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
        String learningRateSchedule,
        Evaluation evaluation,
        Checkpointing checkpoint,
        long logEvery,
        AgentConfig learner,
        OfeConfig ofe,
        PruneConfig prune,
        StructureConfig structure) {

    private static final List<String> DEVICES = List.of("cpu", "cuda");
    private static final List<String> PRECISIONS = List.of("highest", "high", "medium");
    private static final List<String> SCHEDULES = List.of("constant", "linear");

    /** Each has its own simulation. */
    private static final int MAX_ENVIRONMENTS = 4096;

    private static final int MAX_THREADS = 1024;

    /** A mini-batch is in memory several times. */
    private static final int MAX_BATCH = 1 << 20;

    /** @throws InvalidSettingException if a value is out of its range */
    public RunConfig {
        refuseIf(!DEVICES.contains(device), "device", "is " + Suggestions.unknown(device, DEVICES));
        refuseIf(!PRECISIONS.contains(precision), "precision", "is " + Suggestions.unknown(precision, PRECISIONS));
        refuseIf(
                !SCHEDULES.contains(learningRateSchedule),
                "learning_rate_schedule",
                "is " + Suggestions.unknown(learningRateSchedule, SCHEDULES));
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
        refuseIf(
                replays && replayCapacity < learner.batch(),
                "replay_capacity",
                "is %s; give at least %s.batch, %s".formatted(replayCapacity, agent, learner.batch()));
        refuseIf(
                randomSteps >= steps,
                "random_steps",
                "is %s, but the run ends at step %s: nothing would be learnt; give fewer random steps, or more steps"
                        .formatted(randomSteps, steps));
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
        refuseIf(
                randomSteps > 0,
                "random_steps",
                "is %s, but %s learns from the actions of its own policy alone; give 0".formatted(randomSteps, agent));
        refuseIf(
                ofe.hasExtractors() && ofe.pretrainUpdates() > 0,
                "ofe.pretrain_updates",
                "is %s, but %s has no random steps to learn from before; give 0"
                        .formatted(ofe.pretrainUpdates(), agent));
        long rollout = (long) learner.rollout() * environments;
        String settings = "(%s.rollout %s, environments %s)".formatted(agent, learner.rollout(), environments);
        refuseIf(
                rollout > steps,
                "steps",
                "is %s, fewer than a rollout has %s: nothing would be learnt; give at least %s"
                        .formatted(steps, settings, rollout));
        if (prune.gates()) {
            long free = (long) Math.ceil(prune.warmupEnd() * steps);
            long decided = (long) Math.ceil(prune.roundAt() * steps);
            long first = Math.max(1, Math.ceilDiv(free, rollout)) * rollout;
            long last = steps / rollout * rollout;
            refuseIf(
                    first >= decided || (prune.roundAt() < 1 && last < decided),
                    "steps",
                    "is %s: no rollout of %s steps %s ends while theta moves, from step %s on, or none after it is rounded, from step %s on; give more steps"
                            .formatted(steps, rollout, settings, free, decided));
        }
    }

    private static void checkExtractors(long randomSteps, String agent, AgentConfig learner, OfeConfig ofe) {
        refuseIf(
                learner.batch() < 2,
                agent + ".batch",
                "is %s, but the batch norm of extractors needs a spread; give at least 2".formatted(learner.batch()));
        refuseIf(
                ofe.pretrainUpdates() > 0 && randomSteps == 0,
                "random_steps",
                "is 0, so that ofe.pretrain_updates, %s, would have no data; give at least 1, or no updates"
                        .formatted(ofe.pretrainUpdates()));
    }

    /** Requires the phases in order: random steps, warm-up, free theta, rounded theta. */
    private static void checkSchedule(long steps, long randomSteps, PruneConfig prune) {
        double firstMove = prune.warmupEnd() * steps;
        long before = (long) firstMove;
        refuseIf(
                (double) randomSteps / steps > prune.warmupEnd(),
                "steps",
                ("is %s, so that theta would move from step %s on (prune.warmup_end %s), before the agent"
                                + " learns: random_steps is %s; give random_steps of at most %s, or more steps")
                        .formatted(steps, (long) Math.ceil(firstMove), prune.warmupEnd(), randomSteps, before));
        refuseIf(
                (long) (prune.roundAt() * steps) <= before,
                "steps",
                "is %s: prune.warmup_end, %s, and prune.round_at, %s, fall on one step; give more steps"
                        .formatted(steps, prune.warmupEnd(), prune.roundAt()));
    }

    /**
     * The same run with networks of other sizes.
     *
     * @param diagonals whether the extractors, if any, have learnable diagonals
     */
    public RunConfig with(StructureConfig sizes, boolean diagonals) {
        return copy(steps, seed, threads, evaluation, ofe.withDiagonals(diagonals), prune, sizes);
    }

    /**
     * The same run with more steps, whatever its evaluations score. What pruning does at a share of the steps keeps the step
     * at which it is done.
     *
     * @param where what the user wrote, such as {@code --steps 300k}, for messages
     * @param longer at least as many steps as now
     * @throws ConfigException if they are fewer
     */
    public RunConfig lasting(String where, long longer) {
        if (longer < steps) {
            throw new ConfigException(
                    "%s: the run is to have %s steps already; give at least as many".formatted(where, steps));
        }
        return copy(
                longer,
                seed,
                threads,
                new Evaluation(evaluation.every, evaluation.episodes, null),
                ofe,
                prune.rescheduled(steps, longer),
                structure);
    }

    /** The same run from another seed, on so many threads. */
    public RunConfig with(long otherSeed, int otherThreads) {
        return copy(steps, otherSeed, otherThreads, evaluation, ofe, prune, structure);
    }

    private RunConfig copy(
            long length,
            long start,
            int computing,
            Evaluation evaluations,
            OfeConfig extractors,
            PruneConfig pruning,
            StructureConfig sizes) {
        return new RunConfig(
                env,
                agent,
                preset,
                length,
                start,
                device,
                precision,
                computing,
                environments,
                randomSteps,
                replayCapacity,
                learningRateSchedule,
                evaluations,
                checkpoint,
                logEvery,
                learner,
                extractors,
                pruning,
                sizes);
    }

    /**
     * Evaluation of the deterministic policy in a separate environment.
     *
     * @param every environment steps between two evaluations
     * @param episodes episodes of one evaluation
     * @param stopAt mean return at which the run ends before its last step, if no gate is undecided; null for never
     */
    public record Evaluation(
            long every, int episodes, @Nullable Double stopAt) {

        /** Training waits for evaluations. */
        private static final int MAX_EPISODES = 100_000;

        public Evaluation {
            atLeast("every", every, 1);
            atLeast("episodes", episodes, 1);
            atMost("episodes", episodes, MAX_EPISODES);
            if (stopAt != null) {
                finite("stop_at", stopAt);
            }
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
