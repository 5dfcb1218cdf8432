package dev.espalier.config;

import dev.espalier.agent.AgentConfig;
import dev.espalier.agent.ppo.PpoConfig;
import dev.espalier.agent.sac.SacConfig;
import dev.espalier.agent.td3.Td3Config;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.regex.Pattern;

/**
 * All agents, with the record class of each one's settings: those that come with Espalier, whose defaults are in {@code
 * defaults.yml}, and those of an {@link AgentProvider}. Each has a section of its own name.
 */
final class Agents {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*");

    private final SequencedMap<String, Class<? extends AgentConfig>> records = new LinkedHashMap<>();
    private final List<AgentProvider> provided = new ArrayList<>();

    /**
     * Finds all agents.
     *
     * @param taken names of settings and sections, which are not allowed for agents
     * @throws ConfigException if a provider cannot be used
     */
    Agents(Collection<String> taken) {
        records.put("sac", SacConfig.class);
        records.put("td3", Td3Config.class);
        records.put("ppo", PpoConfig.class);
        try {
            ServiceLoader.load(AgentProvider.class).forEach(provider -> add(provider, taken));
        } catch (ServiceConfigurationError e) {
            throw new ConfigException("an agent of the class path cannot be used: " + e.getMessage(), e);
        }
    }

    private void add(AgentProvider provider, Collection<String> taken) {
        String name = provider.name();
        String where = provider.getClass().getName() + ": ";
        if (!NAME.matcher(name).matches()) {
            throw new ConfigException(where + "an agent cannot be called '" + name
                    + "'; give lower-case letters and digits, a letter first");
        }
        if (records.containsKey(name) || taken.contains(name)) {
            throw new ConfigException(where + "the name '" + name + "' is taken; give the agent another");
        }
        if (!provider.settings().isRecord()) {
            throw new ConfigException(where + provider.settings().getName() + " is no record; make it one");
        }
        records.put(name, provider.settings());
        provided.add(provider);
    }

    /** The record class of each agent's settings, by agent name. */
    SequencedMap<String, Class<? extends AgentConfig>> records() {
        return records;
    }

    /** The agents that do not come with Espalier. */
    List<AgentProvider> provided() {
        return provided;
    }

    List<String> names() {
        return List.copyOf(records.keySet());
    }

    /** Whether a setting belongs to another agent than this one. */
    boolean isOfAnother(String key, String agent) {
        return records.keySet().stream().anyMatch(name -> !name.equals(agent) && key.startsWith(name + "."));
    }
}
