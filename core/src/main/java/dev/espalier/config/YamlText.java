package dev.espalier.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads YAML with limits on memory and time, as a small text can ask for much of both. Aliases ({@code *name}), which
 * can expand without bound and which no file needs, duplicate keys, and too large or deep texts are refused.
 */
public final class YamlText {

    /** Our largest files have a few thousand characters. */
    private static final int MAX_CHARACTERS = 1 << 20;

    private static final int MAX_DEPTH = 20;

    /** For one value or key; the longest are paths. Parsing very long ones is slow. */
    private static final int MAX_LETTERS = 4096;

    private YamlText() {}

    /**
     * Reads the whole text of a file.
     *
     * @throws IOException if it cannot be read, is not UTF-8 text or is too large
     */
    public static String read(Path file) throws IOException {
        try {
            return BoundedText.read(file, MAX_CHARACTERS);
        } catch (CharacterCodingException e) {
            throw new IOException("not a text file in UTF-8", e);
        }
    }

    /**
     * The root node of a text's only document; null if it is empty.
     *
     * @throws YAMLException if it is not YAML, has aliases, or is too deep or too large
     */
    public static @Nullable Node compose(String text) {
        refuseExcess(text);
        return new Yaml(options()).compose(new StringReader(text));
    }

    /**
     * The value of a text's only document: maps, lists, strings, numbers; null if it is empty.
     *
     * @throws YAMLException if it is not YAML, has aliases, is too deep or too large, or a value does not fit its tag
     */
    public static @Nullable Object load(String text) {
        refuseExcess(text);
        try {
            return new Yaml(new SafeConstructor(options())).load(text);
        } catch (YAMLException e) {
            throw e;
        } catch (RuntimeException e) {
            // A wrong value with a tag such as !!int makes Java's parser of numbers or times fail.
            throw new YAMLException("a value is not what its tag says: " + e.getMessage(), e);
        }
    }

    /** Checks one event after another, so that nothing after the first excess is read. */
    private static void refuseExcess(String text) {
        int depth = 0;
        for (Event event : new Yaml(options()).parse(new StringReader(text))) {
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (depth > MAX_DEPTH) {
                throw refused(event, "nested deeper than the " + MAX_DEPTH + " levels that are read");
            }
            if (event instanceof AliasEvent alias) {
                throw refused(alias, "*" + alias.getAnchor() + " stands for something else; write that out");
            }
            if (event instanceof ScalarEvent scalar && scalar.getValue().length() > MAX_LETTERS) {
                throw refused(
                        scalar,
                        "a value or key of " + scalar.getValue().length() + " letters, more than the " + MAX_LETTERS
                                + " that are read");
            }
        }
    }

    private static YAMLException refused(Event event, String why) {
        return new YAMLException("line %s: %s".formatted(event.getStartMark().getLine() + 1, why));
    }

    private static LoaderOptions options() {
        var options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setAllowRecursiveKeys(false);
        options.setAllowDuplicateKeys(false);
        return options;
    }
}
