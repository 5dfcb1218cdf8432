package dev.espalier.env;

/**
 * A task's properties that are known without loading its model.
 *
 * @param id such as {@code Hopper-v5}; for a user's model its path
 * @param observationSize entries of an observation
 * @param actionSize entries of an action
 * @param maxEpisodeSteps steps after which an episode is truncated
 * @param description one line for people
 */
public record EnvironmentSpec(
        String id, int observationSize, int actionSize, int maxEpisodeSteps, String description) {}
