package dev.espalier.config;

import dev.espalier.config.Layer.Entry;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.Yaml;

/** The complete configuration of a run as YAML: all settings except those of other agents, without any defaults. */
public final class ConfigFile {

    /** Settings that files of earlier versions lack, with the value that says what these versions did. */
    private static final Map<String, String> ADDED = Map.of(
            "precision", "highest",
            "evaluation.stop_at", "null",
            "learning_rate_schedule", "constant",
            "sac.value_network", "true",
            "sac.normalise_observations", "false",
            "td3.normalise_observations", "false");

    private ConfigFile() {}

    /** Settings that an agent's files of earlier versions may lack, with the value that says what these did. */
    public static Map<String, String> added(String agent) {
        Agents agents = new Schema().agents();
        Map<String, String> added = new LinkedHashMap<>(ADDED);
        added.keySet().removeIf(key -> agents.isOfAnother(key, agent));
        return added;
    }

    /**
     * The text of the file; {@link #read} returns an equal configuration.
     *
     * @throws ConfigException if the learner's settings are those of another agent
     */
    public static String toYaml(RunConfig config) {
        return toYaml(config, config.env());
    }

    /** The text with another name for the task, to be published: the id of a model is its path. */
    public static String toYaml(RunConfig config, String task) {
        Class<?> settings = new Schema().agents().records().get(config.agent());
        if (settings != config.learner().getClass()) {
            throw new ConfigException("agent is %s, but its settings are a %s; give both of one agent"
                    .formatted(config.agent(), config.learner().getClass().getSimpleName()));
        }
        var options = new DumperOptions();
        options.setDefaultFlowStyle(FlowStyle.BLOCK);
        Map<String, @Nullable Object> all = Schema.toMap(config);
        all.put("env", task);
        return "# The complete configuration of this run.\n" + new Yaml(options).dump(all);
    }

    /**
     * Reads a complete configuration. Settings that were {@link #added} later may be missing.
     *
     * @throws ConfigException if the file cannot be read, a key is missing or unknown, or a value is wrong
     */
    public static RunConfig read(Path file) {
        var schema = new Schema();
        Map<String, Entry> entries = new LinkedHashMap<>();
        ADDED.forEach((key, value) -> entries.putAll(
                Layer.assign("a run of an earlier version", key, value, schema).entries()));
        entries.putAll(Layer.parse(file.toString(), readText(file), schema).entries());
        Entry agent = entries.get("agent");
        String name = agent == null ? "" : ConfigLoader.agent(agent, schema);
        for (String key : schema.settingsWith(name)) {
            if (!entries.containsKey(key)) {
                throw new ConfigException(
                        "%s: '%s' is missing; a run's configuration names every setting. If another version of Espalier made the run, go on with that one: metadata.json names it"
                                .formatted(file, key));
            }
        }
        return ConfigLoader.build(schema, entries);
    }

    static String readText(Path file) {
        try {
            return YamlText.read(file);
        } catch (NoSuchFileException e) {
            throw new ConfigException("%s: there is no such file".formatted(file), e);
        } catch (IOException e) {
            throw new ConfigException("%s: cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }
}
