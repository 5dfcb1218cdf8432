package dev.espalier.cli.report.runs;

import dev.espalier.architecture.Blueprint;
import dev.espalier.config.ConfigException;
import dev.espalier.config.ConfigFile;
import dev.espalier.config.ConfigLoader;
import dev.espalier.config.ConfigRequest;
import dev.espalier.config.RunConfig;
import dev.espalier.env.BadEnvironmentException;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.env.Environments;
import dev.espalier.run.loop.Blueprints;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The networks of presets, without a run: those to compare sizes with, and those that a run started from. Of a recorded
 * configuration only the settings of networks and sizes are used, so that results of earlier versions stay readable.
 */
public final class PlannedNetworks {

    private static final Pattern SIZES =
            Pattern.compile("\\w+\\.hidden|sac\\.value_network|ofe\\.(units|layers|diagonals)|structure\\..*");

    private PlannedNetworks() {}

    /**
     * The networks of a preset of an agent.
     *
     * @return empty if this version does not know the task or agent
     */
    public static Optional<Blueprint> ofPreset(String env, String agent, String preset) {
        return task(env)
                .flatMap(task ->
                        load(env, agent, preset, List.of(), Map.of()).map(config -> Blueprints.of(config, task)));
    }

    /**
     * The networks at the start of a run.
     *
     * @return empty if this version does not know its preset, or its task is unknown
     */
    public static Optional<Blueprint> atStart(RecordedRun run) {
        List<String> sizes = new ArrayList<>();
        if (run.agent().equals("sac")) {
            // A configuration that was shortened by hand may lack it, from when it was no setting yet.
            sizes.add("sac.value_network=true");
        }
        run.settings().forEach((key, value) -> {
            if (SIZES.matcher(key).matches()) {
                sizes.add(key + "=" + value);
            }
        });
        return task(run)
                .flatMap(task -> load(run.env(), run.agent(), run.preset(), sizes, Map.of())
                        .map(config -> Blueprints.of(config, task)));
    }

    /**
     * The settings of a run's preset for its task and number of steps, by dotted key.
     *
     * @return empty if this version does not know the task or the preset
     */
    static Map<String, String> settings(RecordedRun run) {
        // The run may be too short for a rollout of the preset, so step-dependent defaults use the run's own rollout.
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

    /** The task of a run, as far as its networks depend on it; empty if unknown. */
    static Optional<EnvironmentSpec> task(RecordedRun run) {
        return run.structure() != null ? Optional.of(run.structure().task()) : task(run.env());
    }

    private static Optional<EnvironmentSpec> task(String env) {
        try {
            return Optional.of(Environments.spec(env));
        } catch (IllegalArgumentException | BadEnvironmentException _) {
            return Optional.empty(); // recorded elsewhere, with classes that are not on this class path
        }
    }

    private static Optional<RunConfig> load(
            String env, String agent, String preset, List<String> settings, Map<String, String> more) {
        Map<String, String> options = new LinkedHashMap<>(more);
        options.put("--env", env);
        options.put("--agent", agent);
        options.put("--preset", preset);
        try {
            return Optional.of(new ConfigLoader(List.of(env)).load(new ConfigRequest(null, settings, options)));
        } catch (ConfigException _) {
            return Optional.empty(); // from another version with unknown tasks, presets or settings
        }
    }
}
