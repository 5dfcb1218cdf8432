package dev.espalier.config;

import dev.espalier.agent.AgentConfig;

/**
 * Makes an agent known that does not come with Espalier. Classes that {@code META-INF/services/dev.espalier.config.AgentProvider}
 * names on the class path are found by {@link java.util.ServiceLoader}; from then on the agent has its section of a configuration, and
 * {@code --agent} and all presets take it.
 */
public interface AgentProvider {

    /** What {@code agent} calls it, also the name of its section: lower-case letters and digits, a letter first. */
    String name();

    /** The record of its settings. */
    Class<? extends AgentConfig> settings();

    /**
     * The default of every setting, {@code hidden} among them, which presets set:
     * YAML such as {@code hidden: [256, 256]}, a line each.
     */
    String defaults();
}
