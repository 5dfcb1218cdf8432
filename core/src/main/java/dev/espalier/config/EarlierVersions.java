package dev.espalier.config;

import dev.espalier.config.Layer.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads configurations that earlier versions wrote. {@code earlier-versions.yml} lists the settings that came later,
 * with the values that mean what was done before; keys that were renamed are translated here.
 *
 * <p>Only complete configurations, as runs have them, get these values: those that name every setting of the first
 * version. A user's file with only some settings leaves the others to preset and defaults.
 */
final class EarlierVersions {

    private static final String FILE = "earlier-versions.yml";

    /** Stands for the default, where the setting has no effect. */
    private static final String ANY = "any";

    /** Precedes the key of the setting whose value is meant. */
    private static final String AS = "as ";

    /** Former keys by the present ones: of a setting that moved (2ed9201). */
    private static final Map<String, String> RENAMED =
            Map.of("prune.estimated_share", "prune.leave_out.estimated_share");

    /** Former keys by those of the settings that now hold for both: mini-batches of extractors (1ff7231). */
    private static final Map<String, String> MERGED = Map.of("ofe.batch", "sac.batch");

    private EarlierVersions() {}

    /**
     * Parses the text of a file, with former keys translated; messages call it {@code name}.
     *
     * @throws ConfigException if it is invalid, or if a former setting asks for what this version cannot do
     */
    static Layer parse(String name, String text, Schema schema) {
        Set<String> former = new LinkedHashSet<>(RENAMED.keySet());
        former.addAll(MERGED.keySet());
        var entries =
                new LinkedHashMap<>(Layer.parse(name, text, schema, former).entries());
        RENAMED.forEach((old, key) -> {
            Entry given = entries.remove(old);
            Entry present = given == null ? null : entries.putIfAbsent(key, given);
            if (given != null && present != null) {
                throw new ConfigException("%s: '%s' is '%s' by now, which is given at %s; leave one out"
                        .formatted(given.where(), old, key, present.where()));
            }
        });
        MERGED.forEach((old, key) -> {
            Entry given = entries.remove(old);
            if (given != null) {
                requireEqual(old, given, key, entries.get(key));
            }
        });
        return new Layer(entries);
    }

    private static void requireEqual(String old, Entry given, String key, @Nullable Entry present) {
        String value = Values.word(given.node());
        if (present == null || !value.equals(Values.word(present.node()))) {
            throw new ConfigException(
                    "%s: %s is %s, but since then %s holds for both%s; make them equal, or use the version that made the run: metadata.json names it"
                            .formatted(
                                    given.where(),
                                    old,
                                    Values.describe(given.node()),
                                    key,
                                    present == null ? "" : ", which is " + Values.describe(present.node())));
        }
    }

    /** Whether a file is a complete configuration of some version: it names every setting that the first one had. */
    static boolean isComplete(Layer file, Schema schema) {
        List<String> settings = settings(file, schema);
        Set<String> first = new LinkedHashSet<>(settings);
        changes(settings).forEach(change -> first.removeAll(change.keySet()));
        return file.entries().keySet().containsAll(first);
    }

    /**
     * Adds the settings that came after the version that wrote a complete configuration.
     *
     * @param name the file, for messages
     */
    static Layer completed(String name, Layer file, Schema schema) {
        Map<String, Entry> entries = new LinkedHashMap<>(file.entries());
        for (Map<String, String> change : changes(settings(file, schema))) {
            // No version wrote only some of them.
            if (Collections.disjoint(entries.keySet(), change.keySet())) {
                change.forEach((key, before) -> {
                    Entry added = entry(name, key, before, entries, schema);
                    if (added != null) {
                        entries.put(key, added);
                    }
                });
            }
        }
        return new Layer(entries);
    }

    private static List<String> settings(Layer file, Schema schema) {
        Entry agent = file.entries().get(ConfigLoader.AGENT);
        return schema.settingsWith(agent == null ? "" : Values.text(ConfigLoader.AGENT, agent));
    }

    private static @Nullable Entry entry(
            String name, String key, String before, Map<String, Entry> entries, Schema schema) {
        if (before.equals(ANY)) {
            return ConfigLoader.entry(Presets.defaults(schema).entries(), key);
        } else if (before.startsWith(AS)) {
            return entries.get(before.substring(AS.length()));
        }
        String where = "%s, of an earlier version without %s".formatted(name, key);
        return ConfigLoader.entry(Layer.assign(where, key, before, schema).entries(), key);
    }

    /** The changes that brought some of these settings, the oldest first: by setting what was done before. */
    private static List<Map<String, String>> changes(List<String> settings) {
        List<Map<String, String>> changes = new ArrayList<>();
        if (YamlText.load(Presets.resource(FILE)) instanceof Map<?, ?> all) {
            for (Object change : all.values()) {
                Map<String, String> values = new LinkedHashMap<>();
                if (change instanceof Map<?, ?> lines) {
                    lines.forEach((key, before) -> values.put(String.valueOf(key), String.valueOf(before)));
                }
                values.keySet().retainAll(settings);
                changes.add(values);
            }
        }
        return changes;
    }
}
