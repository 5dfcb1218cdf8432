package dev.espalier.export;

/**
 * Where a policy comes from, for whoever finds its file later.
 *
 * @param task what the task that it was trained for is called
 * @param step environment steps that it had been trained for
 * @param parameters of what is needed to act, as the paper counts them: before anything is folded
 * @param version of Espalier
 * @param commit of Espalier
 * @param lostEpisodes of the {@value Rollouts#EPISODES} episodes that it was tried on, those that the simulator gave up
 * @param tolerance how far an action may be from the trainer's, by {@link Deviation}
 */
public record PolicyFacts(
        String task, long step, long parameters, String version, String commit, int lostEpisodes, double tolerance) {}
