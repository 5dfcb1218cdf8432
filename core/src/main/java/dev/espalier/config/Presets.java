package dev.espalier.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The named overlays on {@code defaults.yml} that come with Espalier. Each is a small file in {@code presets/} whose
 * first line is a comment: its description. It means the same for every agent, whose name takes the place of {@code $agent}.
 */
public final class Presets {

    private static final List<String> NAMES =
            List.of("plain", "plain-big", "ofe", "ofe-big", "prune-a", "prune-b", "prune-c", "sac", "sac-big");

    /** Stands in a preset for the agent, whichever it is. */
    private static final String ANY_AGENT = "$agent";

    private Presets() {}

    /**
     * A preset as people choose it.
     *
     * @param name what {@code --preset} takes
     * @param description one line that says what it trains
     */
    public record Preset(String name, String description) {}

    /** All presets, the plainest first. */
    public static List<Preset> all() {
        return NAMES.stream()
                .map(name -> new Preset(name, description(resource(fileName(name)))))
                .toList();
    }

    static List<String> names() {
        return NAMES;
    }

    /**
     * What people call a preset of an agent: {@code prune-b} of SAC, which the paper pruned, is {@code prune-b}; others are
     * called {@code td3-prune-b}, or after the agent alone where the preset is plain.
     */
    public static String title(String agent, String preset) {
        String own = preset.equals("plain") ? "" : preset.equals("plain-big") ? "-big" : "-" + preset;
        return agent.equals("sac") && !own.isEmpty() && !own.equals("-big") ? preset : agent + own;
    }

    /** The settings of a preset; the names must be known. */
    static Layer layer(String name, String agent, Schema schema) {
        return Layer.parse(fileName(name), resource(fileName(name)).replace(ANY_AGENT, agent), schema);
    }

    /** Every setting's default. */
    static Layer defaults(Schema schema) {
        return Layer.parse("defaults.yml", resource("defaults.yml"), schema);
    }

    /** What scales the schedule of the default preset down to a short run. */
    static Layer shortRun(Schema schema) {
        return Layer.parse("short-run.yml", resource("short-run.yml"), schema);
    }

    private static String fileName(String name) {
        return "presets/" + name + ".yml";
    }

    private static String description(String text) {
        return text.lines().findFirst().orElseThrow().substring("# ".length());
    }

    private static String resource(String name) {
        try (var stream = Objects.requireNonNull(Presets.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + " out of the jar", e);
        }
    }
}
