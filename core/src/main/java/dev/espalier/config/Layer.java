package dev.espalier.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The settings of one source, as YAML nodes by dotted key, in order. Nodes keep their lines, and the type of a setting
 * decides later how {@code 1e3} or {@code yes} is read.
 */
record Layer(Map<String, Entry> entries) {

    /**
     * One setting.
     *
     * @param node its YAML node
     * @param where origin for messages: {@code run.yml:12}, or the command-line option
     */
    record Entry(Node node, String where) {}

    static final Layer EMPTY = new Layer(Map.of());

    /** Parses the text of a file; messages call it {@code name}. */
    static Layer parse(String name, String text, Schema schema) {
        return parse(name, text, schema, Set.of());
    }

    /**
     * Parses the text of a file that may have been written by an earlier version.
     *
     * @param former keys that are accepted beside those of settings
     */
    static Layer parse(String name, String text, Schema schema, Set<String> former) {
        Node root;
        try {
            root = YamlText.compose(text);
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            throw new ConfigException(
                    "%s:%s:%s: not valid YAML: %s"
                            .formatted(name, mark.getLine() + 1, mark.getColumn() + 1, e.getProblem()),
                    e);
        } catch (YAMLException e) {
            throw new ConfigException("%s: not valid YAML: %s".formatted(name, e.getMessage()), e);
        }
        if (root == null) {
            return EMPTY;
        }
        if (!(root instanceof MappingNode mapping)) {
            throw new ConfigException("%s: expected settings such as 'steps: 1000', got %s"
                    .formatted(at(name, root), Values.describe(root)));
        }
        var collected = new Collecting(name, schema, former, new LinkedHashMap<>());
        collected.all("", mapping);
        return new Layer(collected.entries);
    }

    /** Parses one {@code key=value} with a YAML value; messages call it {@code where}. */
    static Layer assign(String where, String key, String value, Schema schema) {
        Node node;
        try {
            node = YamlText.compose(value);
        } catch (YAMLException e) {
            String problem = e instanceof MarkedYAMLException marked ? marked.getProblem() : e.getMessage();
            throw new ConfigException("%s: the value is not valid YAML: %s".formatted(where, problem), e);
        }
        if (node == null) {
            throw new ConfigException("%s: %s has no value".formatted(where, key));
        }
        var collected = new Collecting(where, schema, Set.of(), new LinkedHashMap<>());
        collected.place(where, key, node);
        return new Layer(collected.entries);
    }

    /** One text setting, taken literally, as command-line options give it: a path may contain {@code #}. */
    static Layer text(String where, String key, String value) {
        var node = new ScalarNode(Tag.STR, value, null, null, DumperOptions.ScalarStyle.PLAIN);
        return new Layer(Map.of(key, new Entry(node, where)));
    }

    /** The entries that were found in a source so far, and what is known of keys. */
    private record Collecting(String name, Schema schema, Set<String> former, Map<String, Entry> entries) {

        void all(String prefix, MappingNode mapping) {
            var lines = new LinkedHashMap<String, Integer>();
            for (var tuple : mapping.getValue()) {
                Node keyNode = tuple.getKeyNode();
                if (!(keyNode instanceof ScalarNode scalar)) {
                    throw new ConfigException(
                            "%s: expected a key, got %s".formatted(at(name, keyNode), Values.describe(keyNode)));
                }
                String key = prefix + scalar.getValue();
                Integer first = lines.putIfAbsent(key, line(keyNode));
                if (first != null) {
                    throw new ConfigException("%s: '%s' is given twice; the first is in line %s"
                            .formatted(at(name, keyNode), key, first));
                }
                place(at(name, keyNode), key, tuple.getValueNode());
            }
        }

        void place(String where, String key, Node value) {
            if (schema.isSetting(key) || former.contains(key)) {
                Entry first = entries.putIfAbsent(key, new Entry(value, where));
                if (first != null) {
                    throw new ConfigException(
                            "%s: '%s' is given twice; the first is at %s".formatted(where, key, first.where()));
                }
            } else if (schema.isSection(key) && value instanceof MappingNode section) {
                all(key + ".", section);
            } else if (schema.isSection(key)) {
                throw new ConfigException("%s: %s expects settings of its own, such as %s; got %s"
                        .formatted(where, key, schema.settings(key).getFirst(), Values.describe(value)));
            } else {
                String guess = Suggestions.closest(key, schema.settings())
                        .map("; did you mean '%s'?"::formatted)
                        .orElseGet(() -> "; known: " + String.join(", ", besides(key, schema.settings())));
                throw new ConfigException("%s: unknown key '%s'%s".formatted(where, key, guess));
            }
        }
    }

    /** The settings of a key's section; all, where there is no such section. */
    private static List<String> besides(String key, List<String> all) {
        String section = key.substring(0, key.lastIndexOf('.') + 1);
        List<String> same =
                all.stream().filter(setting -> setting.startsWith(section)).toList();
        return same.isEmpty() ? all : same;
    }

    private static String at(String name, Node node) {
        return name + ":" + line(node);
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
