package dev.espalier.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Locale;
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
 * YAML of our own files, read so that a few hundred bytes cannot ask for more memory or time than a few hundred bytes deserve. Nothing
 * that we read needs aliases ({@code *name}), which can stand for a document many times as large or for themselves; so there are
 * none. Depth and size are bounded, and a key that is given twice is refused.
 */
public final class YamlText {

    /** The largest of our files has a few thousand. */
    private static final int MAX_CHARACTERS = 1 << 20;

    private static final int MAX_DEPTH = 20;

    /** Of one value or key; the longest are paths. What reads numbers or texts takes long for long ones. */
    private static final int MAX_LETTERS = 4096;

    private YamlText() {}

    /**
     * The whole text of a file.
     *
     * @throws IOException if it cannot be read, is no text in UTF-8 or is larger than any file of ours
     */
    public static String read(Path file) throws IOException {
        try {
            return BoundedText.read(file, MAX_CHARACTERS);
        } catch (CharacterCodingException e) {
            throw new IOException("not a text file in UTF-8", e);
        }
    }

    /**
     * The nodes of a text's only document; null if there is nothing but comments.
     *
     * @throws YAMLException if it is no YAML, or has aliases, or is too deep or too large
     */
    public static @Nullable Node compose(String text) {
        refuseExcess(text);
        return new Yaml(options()).compose(new StringReader(text));
    }

    /**
     * The value of a text's only document: maps, lists, strings, numbers; null if there is nothing but comments.
     *
     * @throws YAMLException if it is no YAML, or has aliases, or is too deep or too large, or a value is not what its tag says
     */
    public static @Nullable Object load(String text) {
        refuseExcess(text);
        try {
            return new Yaml(new SafeConstructor(options())).load(text);
        } catch (YAMLException e) {
            throw e;
        } catch (RuntimeException e) {
            // A tag such as !!int before what is none reaches Java's parser of numbers, or of times.
            throw new YAMLException("a value is not what its tag says: " + e.getMessage(), e);
        }
    }

    /** Looks at one event after another, and so at nothing behind the first that is too much. */
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
        return new YAMLException(
                String.format(Locale.ROOT, "line %d: %s", event.getStartMark().getLine() + 1, why));
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
