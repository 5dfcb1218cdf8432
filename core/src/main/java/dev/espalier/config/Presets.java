package dev.espalier.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;

/**
 * The presets that come with Espalier: named layers over {@code defaults.yml}, each a small file in {@code presets/}
 * whose first line is a comment with its description. {@code $agent} in it stands for the name of any agent; a setting
 * such as {@code sac.reward_scale} counts for that agent alone.
 */
public final class Presets {

    private static final List<String> NAMES =
            List.of("plain", "plain-big", "ofe", "ofe-big", "prune", "prune-a", "prune-b", "prune-c", "sac", "sac-big");

    private static final String PLAIN = "plain";

    private static final String SAC = "sac";

    private static final String ANY_AGENT = "$agent";

    private Presets() {}

    /**
     * A preset in the list for users.
     *
     * @param name value for {@code --preset}
     * @param description one line that says what it trains
     */
    public record Preset(String name, String description) {}

    /** All presets, the simplest first and those of one agent last. */
    public static List<Preset> all() {
        return NAMES.stream()
                .map(name -> new Preset(name, description(resource(fileName(name)))))
                .toList();
    }

    static List<String> names() {
        return NAMES;
    }

    /**
     * The display name of an agent with a preset: {@code prune-b} for SAC, which the paper uses, {@code td3-prune-b}
     * for others. Preset {@code plain} is left out, {@code td3}, but for SAC, whose {@code sac} is a preset itself.
     */
    public static String title(String agent, String preset) {
        boolean isPlain = preset.startsWith(PLAIN);
        if (agent.equals(SAC)) {
            return isPlain ? SAC + "-" + preset : preset;
        }
        return agent + (isPlain ? preset.substring(PLAIN.length()) : "-" + preset);
    }

    /** The settings of a known preset. */
    static Layer layer(String name, String agent, Schema schema) {
        return Layer.parse(fileName(name), resource(fileName(name)).replace(ANY_AGENT, agent), schema);
    }

    /**
     * The defaults of all settings.
     *
     * @throws ConfigException if an agent of the class path leaves one out, or sets something else
     */
    static Layer defaults(Schema schema) {
        var entries = new LinkedHashMap<>(
                Layer.parse("defaults.yml", resource("defaults.yml"), schema).entries());
        for (AgentProvider agent : schema.agents().provided()) {
            String name = "defaults of agent " + agent.name();
            Layer own =
                    Layer.parse(name, agent.name() + ":\n" + agent.defaults().indent(2), schema);
            for (String key : schema.settings(agent.name())) {
                if (!own.entries().containsKey(key)) {
                    throw new ConfigException("%s: '%s' is missing; give every setting a default".formatted(name, key));
                }
            }
            entries.putAll(own.entries());
        }
        return new Layer(entries);
    }

    /** The settings of the first run, on a small task. */
    static Layer firstRun(Schema schema) {
        return Layer.parse("first-run.yml", resource("first-run.yml"), schema);
    }

    /** The layer that scales the schedule of the default preset down to a short run. */
    static Layer shortRun(Schema schema) {
        return Layer.parse("short-run.yml", resource("short-run.yml"), schema);
    }

    private static String fileName(String name) {
        return "presets/" + name + ".yml";
    }

    private static String description(String text) {
        return text.lines().findFirst().orElseThrow().substring("# ".length());
    }

    /** The text of a file of this package. */
    static String resource(String name) {
        try (var stream = Objects.requireNonNull(Presets.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + " out of the jar", e);
        }
    }
}
