package dev.espalier.config;

import dev.espalier.config.Layer.Entry;
import dev.espalier.settings.InvalidSettingException;
import java.io.File;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Resolves the configuration of a run from layers; each overrides the previous ones: {@code defaults.yml}, the preset,
 * the user's file, {@code key=value} assignments, options. The last layer that names a preset selects it. Each value
 * keeps its origin until the records accept it, so that an error names its file and line.
 */
public final class ConfigLoader {

    private static final String PRESET = "preset";
    static final String AGENT = "agent";

    /** A task may also be the path of a MuJoCo model, which is not checked here. */
    private static final Pattern MODEL =
            Pattern.compile(".*\\.(xml|mjcf|urdf)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final String ENV = "env";

    private final Schema schema = new Schema();
    private final List<String> environmentIds;

    /** @param environmentIds ids of the known tasks */
    public ConfigLoader(Collection<String> environmentIds) {
        this.environmentIds = List.copyOf(environmentIds);
    }

    /**
     * Resolves a request against the defaults.
     *
     * @throws ConfigException if the file cannot be read, or a key or a value is wrong
     */
    public RunConfig load(ConfigRequest request) {
        return load(request, wishes(request), Layer.EMPTY);
    }

    /**
     * A run of minutes on a small task, with small networks that are pruned.
     *
     * @param options as in {@link ConfigRequest}
     * @throws ConfigException if an option's value is wrong
     */
    public RunConfig loadFirstRun(Map<String, String> options) {
        var request = new ConfigRequest(null, List.of(), options);
        List<Layer> wishes = new ArrayList<>(wishes(request));
        wishes.addFirst(Presets.firstRun(schema));
        return load(request, wishes, Layer.EMPTY);
    }

    /**
     * The default preset with its schedule scaled down, so that a short run shows all phases.
     *
     * @param options as in {@link ConfigRequest}
     * @throws ConfigException if an option's value is wrong
     */
    public RunConfig loadShortRun(Map<String, String> options) {
        var request = new ConfigRequest(null, List.of(), options);
        return load(request, wishes(request), Presets.shortRun(schema));
    }

    private RunConfig load(ConfigRequest request, List<Layer> wishes, Layer schedule) {
        Layer defaults = Presets.defaults(schema);
        var chosen = new HashMap<>(defaults.entries());
        wishes.forEach(layer -> chosen.putAll(layer.entries()));
        String preset = known(PRESET, entry(chosen, PRESET), Presets.names());
        String agent = agent(entry(chosen, AGENT), schema);
        refuseOtherAgents(agent, chosen, wishes);
        var entries = new HashMap<>(defaults.entries());
        Layer presetLayer = Presets.layer(preset, agent, schema);
        refuseOtherAgent(preset, presetLayer, chosen);
        if (request.file() != null) {
            refuseContradiction(preset, agent, wishes, presetLayer);
        }
        entries.putAll(presetLayer.entries());
        entries.putAll(schedule.entries());
        wishes.forEach(layer -> entries.putAll(layer.entries()));
        String env = Values.text(ENV, entry(entries, ENV));
        if (!MODEL.matcher(env).matches()) {
            if (new File(env).isFile()) {
                throw new ConfigException(
                        "%s: env is '%s', a file, but no model by its name: models end in .xml, .mjcf or .urdf"
                                .formatted(entry(entries, ENV).where(), env));
            }
            known(ENV, entry(entries, ENV), environmentIds);
        }
        Targets.replacePressure(entries, wishes, schema);
        DerivedDefaults.fillIn(entries, schema);
        return build(schema, entries);
    }

    /**
     * The number of steps in an option, such as {@code 300k}.
     *
     * @throws ConfigException if it is none
     */
    public static long steps(String option, String value) {
        return DerivedDefaults.read(
                Given.option(option, value).layer(new Schema()).entries(), DerivedDefaults.STEPS);
    }

    /** The names of all agents. */
    public static List<String> agents() {
        return new Schema().agents().names();
    }

    static String agent(Entry entry, Schema schema) {
        return known(AGENT, entry, schema.agents().names());
    }

    /** Refuses settings of other agents, which would have no effect. */
    private void refuseOtherAgents(String agent, Map<String, Entry> chosen, List<Layer> wishes) {
        for (Layer layer : wishes) {
            layer.entries().forEach((key, given) -> {
                if (schema.agents().isOfAnother(key, agent)) {
                    throw new ConfigException("%s: %s has no effect on agent %s (%s); leave it out, or choose its agent"
                            .formatted(
                                    given.where(),
                                    key,
                                    agent,
                                    entry(chosen, AGENT).where()));
                }
            });
        }
    }

    /** Refuses a preset that is made for another agent. */
    private void refuseOtherAgent(String preset, Layer presetLayer, Map<String, Entry> chosen) {
        Entry own = presetLayer.entries().get(AGENT);
        Entry wanted = entry(chosen, AGENT);
        if (own != null && !agent(own, schema).equals(agent(wanted, schema))) {
            throw new ConfigException(
                    "%s: preset %s is of agent %s, but the agent is %s; choose preset plain or another that 'espalier presets' lists"
                            .formatted(wanted.where(), preset, agent(own, schema), agent(wanted, schema)));
        }
    }

    /**
     * Refuses a preset from the command line if the file sets one of its settings: the file overrides presets, so the
     * run would have the preset's name but not its values. Every preset counts as setting {@code hidden}.
     */
    private static void refuseContradiction(String preset, String agent, List<Layer> wishes, Layer presetLayer) {
        Layer file = wishes.getFirst();
        Entry named = file.entries().get(PRESET);
        Entry chosen = null;
        for (Layer layer : wishes.subList(1, wishes.size())) {
            chosen = layer.entries().getOrDefault(PRESET, chosen);
        }
        if (chosen == null || (named != null && preset.equals(Values.text(PRESET, named)))) {
            return;
        }
        var given = new LinkedHashSet<>(presetLayer.entries().keySet());
        given.remove(AGENT);
        given.add(agent + ".hidden");
        for (String key : given) {
            Entry other = file.entries().get(key);
            if (other != null) {
                throw new ConfigException(
                        "%s: preset %s decides %s, which %s gives; take it out of the file, or choose no preset"
                                .formatted(chosen.where(), preset, key, other.where()));
            }
        }
    }

    /** Creates the records; every key must have an entry. */
    static RunConfig build(Schema schema, Map<String, Entry> entries) {
        try {
            return schema.build((key, type) -> Values.read(key, type, entry(entries, key)));
        } catch (InvalidSettingException e) {
            throw new ConfigException(entry(entries, e.key()).where() + ": " + e.getMessage(), e);
        }
    }

    static Entry entry(Map<String, Entry> entries, String key) {
        return Objects.requireNonNull(entries.get(key), key);
    }

    private static String known(String key, Entry entry, List<String> names) {
        String name = Values.text(key, entry);
        if (!names.contains(name)) {
            throw new ConfigException("%s: %s is %s".formatted(entry.where(), key, Suggestions.unknown(name, names)));
        }
        return name;
    }

    private List<Layer> wishes(ConfigRequest request) {
        var layers = new ArrayList<Layer>();
        if (request.file() != null) {
            String name = request.file().toString();
            Layer given = EarlierVersions.parse(name, ConfigFile.readText(request.file()), schema);
            layers.add(
                    EarlierVersions.isComplete(given, schema) ? EarlierVersions.completed(name, given, schema) : given);
        }
        request.given().forEach(given -> layers.add(given.layer(schema)));
        return layers;
    }
}
