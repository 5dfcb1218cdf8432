package dev.espalier.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The named overlays on {@code defaults.yml} that come with Espalier. Each is a small file in {@code presets/} whose
 * first line is a comment: its description.
 */
public final class Presets {

    private static final List<String> NAMES =
            List.of("sac", "sac-big", "ofe", "ofe-big", "prune-a", "prune-b", "prune-c");

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

    /** The settings of a preset; the name must be one of {@link #names}. */
    static Layer layer(String name, Schema schema) {
        return Layer.parse(fileName(name), resource(fileName(name)), schema);
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
