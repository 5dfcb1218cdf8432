package dev.espalier.env;

/**
 * What is known about a task before its model is loaded.
 *
 * @param id Gymnasium's id, for example {@code Hopper-v5}
 * @param observationSize entries of an observation
 * @param actionSize entries of an action
 * @param maxEpisodeSteps an episode is truncated after this many steps
 * @param description one line for people
 */
public record EnvironmentSpec(
        String id, int observationSize, int actionSize, int maxEpisodeSteps, String description) {}
