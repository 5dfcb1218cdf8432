package dev.espalier.export;

/**
 * The origin of a policy, recorded in its file.
 *
 * @param step environment steps of training
 * @param parameters deployed parameters, as the paper counts them: before folding
 * @param lostEpisodes episodes that the simulator aborted, of the {@value Rollouts#EPISODES} for the comparison
 * @param tolerance allowed difference of actions from the trainer's, by {@link Deviation}
 */
public record PolicyFacts(
        String task, long step, long parameters, String version, String commit, int lostEpisodes, double tolerance) {}
