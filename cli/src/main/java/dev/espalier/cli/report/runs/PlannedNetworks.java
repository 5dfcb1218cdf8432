package dev.espalier.cli.report.runs;

import dev.espalier.agent.Blueprint;
import dev.espalier.config.ConfigException;
import dev.espalier.config.ConfigFile;
import dev.espalier.config.ConfigLoader;
import dev.espalier.config.ConfigRequest;
import dev.espalier.config.RunConfig;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.env.Environments;
import dev.espalier.run.Blueprints;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Networks as presets plan them, without any run: what sizes are compared with, and what a run started from. Of a
 * recorded configuration only the settings that decide sizes are asked for, so the results of earlier versions stay
 * readable.
 */
public final class PlannedNetworks {

    private static final Pattern SIZES = Pattern.compile("\\w+\\.hidden|ofe\\.(units|layers|diagonals)|structure\\..*");

    private PlannedNetworks() {}

    /**
     * The networks of a preset of an agent.
     *
     * @return empty if this version knows no such task or agent
     */
    public static Optional<Blueprint> ofPreset(String env, String agent, String preset) {
        return load(env, agent, preset, List.of(), Map.of()).map(PlannedNetworks::networks);
    }

    /**
     * The networks that a run started with.
     *
     * @return empty if this version does not know its task or its preset
     */
    public static Optional<Blueprint> atStart(RecordedRun run) {
        List<String> sizes = new ArrayList<>();
        run.settings().forEach((key, value) -> {
            if (SIZES.matcher(key).matches()) {
                sizes.add(key + "=" + value);
            }
        });
        return load(run.env(), run.agent(), run.preset(), sizes, Map.of()).map(PlannedNetworks::networks);
    }

    /**
     * The settings of a run's preset for its task and its number of steps, by dotted key.
     *
     * @return without any if this version does not know the task or the preset
     */
    static Map<String, String> settings(RecordedRun run) {
        // A run may be too short for a rollout of the preset: defaults that follow from the steps are looked up with
        // its own.
        List<String> ofRollouts = List.of("environments", run.agent() + ".rollout", run.agent() + ".batch");
        List<String> own = ofRollouts.stream()
                .filter(key -> run.settings().containsKey(key))
                .map(key -> key + "=" + run.settings().get(key))
                .toList();
        Map<String, String> settings = settings(run, own, Map.of("--steps", Long.toString(run.plannedSteps())));
        Map<String, String> preset = settings(run, List.of(), Map.of());
        ofRollouts.forEach(key -> settings.computeIfPresent(key, preset::getOrDefault));
        return settings;
    }

    private static Map<String, String> settings(RecordedRun run, List<String> own, Map<String, String> more) {
        Map<String, String> settings = new LinkedHashMap<>();
        load(run.env(), run.agent(), run.preset(), own, more)
                .ifPresent(config -> YamlDocument.parse(ConfigFile.toYaml(config))
                        .forEach((key, value) -> settings.put(key, value.toString())));
        return settings;
    }

    private static Blueprint networks(RunConfig config) {
        return Blueprints.of(config, Environments.spec(config.env()));
    }

    private static Optional<RunConfig> load(
            String env, String agent, String preset, List<String> settings, Map<String, String> more) {
        Map<String, String> options = new LinkedHashMap<>(more);
        options.put("--env", env);
        options.put("--agent", agent);
        options.put("--preset", preset);
        List<String> ids = Environments.all().stream().map(EnvironmentSpec::id).toList();
        try {
            return Optional.of(new ConfigLoader(ids).load(new ConfigRequest(null, settings, options)));
        } catch (ConfigException _) {
            return Optional.empty(); // of another version, whose tasks, presets or settings this one does not know
        }
    }
}
