package dev.espalier.config;

import dev.espalier.config.Layer.Entry;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.Yaml;

/** The complete configuration of a run as YAML: all settings except those of other agents, without any defaults. */
public final class ConfigFile {

    private ConfigFile() {}

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
     * Reads a complete configuration, also of an earlier version: settings that came later have the value that means
     * what was done then.
     *
     * @throws ConfigException if the file cannot be read, a key is missing or unknown, or a value is wrong
     */
    public static RunConfig read(Path file) {
        var schema = new Schema();
        String name = file.toString();
        Map<String, Entry> entries = EarlierVersions.completed(
                        name, EarlierVersions.parse(name, readText(file), schema), schema)
                .entries();
        Entry agent = entries.get(ConfigLoader.AGENT);
        for (String key : schema.settingsWith(agent == null ? "" : ConfigLoader.agent(agent, schema))) {
            if (!entries.containsKey(key)) {
                throw new ConfigException(
                        "%s: '%s' is missing; a run's configuration names every setting. If another version of Espalier made the run, go on with that one: metadata.json names it"
                                .formatted(file, key));
            }
        }
        return ConfigLoader.build(schema, entries);
    }

    /**
     * What to tell before training with a complete configuration of an earlier version; empty for other files.
     *
     * @throws ConfigException if the file cannot be read or has an unknown key
     */
    public static Optional<String> notice(Path file) {
        List<String> later = later(file);
        return later.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "%s is of an earlier version of Espalier. What came later (%s%s) is set to what was done then, but the code has changed as well, so training is not bit by bit what it was."
                                .formatted(
                                        file,
                                        later.getLast(),
                                        later.size() == 1 ? "" : " and " + (later.size() - 1) + " more settings"));
    }

    /** The settings that came after the version that wrote a complete configuration; none for other files. */
    private static List<String> later(Path file) {
        var schema = new Schema();
        Layer layer = EarlierVersions.parse(file.toString(), readText(file), schema);
        if (!EarlierVersions.isComplete(layer, schema)) {
            return List.of();
        }
        List<String> later = new ArrayList<>(EarlierVersions.completed(file.toString(), layer, schema)
                .entries()
                .keySet());
        later.removeAll(layer.entries().keySet());
        return later;
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
