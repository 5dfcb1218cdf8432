package dev.espalier.config;

import dev.espalier.agent.sac.SacConfig;

/**
 * Everything that decides the outcome of a run. Defaults are stated in {@code defaults.yml} alone; presets, a
 * configuration file, {@code --set} and the options of the command line lie over them in this order.
 *
 * @param env id of the task
 * @param agent name of the agent, {@code sac}
 * @param preset name of the preset that the values came from
 * @param steps environment steps of the whole run
 * @param seed start of every random stream
 * @param device {@code cpu} or {@code cuda}
 * @param threads compute threads of libtorch; 0 chooses one for each two processors
 * @param environments how many copies of the task are stepped side by side
 * @param randomSteps environment steps taken by a random policy before learning starts
 * @param replayCapacity transitions that the replay buffer holds before it forgets the oldest
 * @param evaluation when and how long the deterministic policy is evaluated
 * @param checkpoint when checkpoints are written and how many are kept
 * @param logEvery environment steps between two rows of {@code progress.csv}
 * @param sac the agent's settings
 */
public record RunConfig(
        String env,
        String agent,
        String preset,
        long steps,
        long seed,
        String device,
        int threads,
        int environments,
        long randomSteps,
        int replayCapacity,
        Evaluation evaluation,
        Checkpointing checkpoint,
        long logEvery,
        SacConfig sac) {

    /**
     * Evaluation of the deterministic policy on an environment of its own.
     *
     * @param every environment steps between two evaluations
     * @param episodes episodes of one evaluation
     */
    public record Evaluation(long every, int episodes) {}

    /**
     * Checkpoints of the complete training state.
     *
     * @param every environment steps between two checkpoints; one is always written at the end
     * @param keep how many are kept, the newest first; at least 2, so that a damaged one has a predecessor
     */
    public record Checkpointing(long every, int keep) {}
}
