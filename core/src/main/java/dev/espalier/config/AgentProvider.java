package dev.espalier.config;

import dev.espalier.agent.AgentConfig;

/**
 * Adds an agent that does not come with Espalier. {@link java.util.ServiceLoader} finds the classes that {@code
 * META-INF/services/dev.espalier.config.AgentProvider} on the class path names. {@code --agent} and all presets then
 * accept the agent, and configurations have a section for it.
 */
public interface AgentProvider {

    /** Name of the agent and of its section: lower-case letters and digits, starting with a letter. */
    String name();

    /** The record class of its settings. */
    Class<? extends AgentConfig> settings();

    /** The default of every setting as YAML lines, including {@code hidden: [256, 256]}, which presets set. */
    String defaults();
}
