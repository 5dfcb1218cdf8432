package dev.espalier.config;

import dev.espalier.agent.AgentConfig;
import dev.espalier.agent.sac.SacConfig;
import dev.espalier.agent.td3.Td3Config;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The agents that a configuration can name, and the record that holds the settings of each. Its name is also that of its section of a
 * configuration, whose defaults are in {@code defaults.yml}.
 */
final class Agents {

    private static final SequencedMap<String, Class<? extends AgentConfig>> SETTINGS = settings();

    private Agents() {}

    private static SequencedMap<String, Class<? extends AgentConfig>> settings() {
        SequencedMap<String, Class<? extends AgentConfig>> settings = new LinkedHashMap<>();
        settings.put("sac", SacConfig.class);
        settings.put("td3", Td3Config.class);
        return Collections.unmodifiableSequencedMap(settings);
    }

    /** The record of each agent's settings, by the agent's name. */
    static SequencedMap<String, Class<? extends AgentConfig>> records() {
        return SETTINGS;
    }

    /** The names of all agents. */
    static List<String> names() {
        return List.copyOf(SETTINGS.keySet());
    }

    /** Whether a setting belongs to an agent other than this one. */
    static boolean isOfAnother(String key, String agent) {
        return SETTINGS.keySet().stream().anyMatch(name -> !name.equals(agent) && key.startsWith(name + "."));
    }
}
