package dev.espalier.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.Node;

/**
 * YAML of our own files, read so that a few hundred bytes cannot ask for more memory or time than a few hundred bytes deserve. Nothing
 * that we read needs aliases ({@code *name}), which can stand for a document many times as large or for themselves; so there are
 * none. Depth and size are bounded, and a key that is given twice is refused.
 */
public final class YamlText {

    /** The largest of our files has a few thousand. */
    private static final int MOST_CHARACTERS = 1 << 20;

    private static final int MOST_DEPTH = 20;

    private YamlText() {}

    /**
     * The whole text of a file.
     *
     * @throws IOException if it cannot be read, is no text in UTF-8 or is larger than any file of ours
     */
    public static String read(Path file) throws IOException {
        // Asked first: what is too large is not to be read.
        if (Files.size(file) > MOST_CHARACTERS) {
            throw new IOException(String.format(
                    Locale.ROOT, "it has %d bytes, more than the %d that are read", Files.size(file), MOST_CHARACTERS));
        }
        try {
            return Files.readString(file);
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
        refuseAliases(text);
        return new Yaml(options()).compose(new StringReader(text));
    }

    /**
     * The value of a text's only document: maps, lists, strings, numbers; null if there is nothing but comments.
     *
     * @throws YAMLException if it is no YAML, or has aliases, or is too deep or too large, or a value is not what its tag says
     */
    public static @Nullable Object load(String text) {
        refuseAliases(text);
        try {
            return new Yaml(new SafeConstructor(options())).load(text);
        } catch (YAMLException e) {
            throw e;
        } catch (RuntimeException e) {
            // A tag such as !!int before what is none reaches Java's parser of numbers, or of times.
            throw new YAMLException("a value is not what its tag says: " + e.getMessage(), e);
        }
    }

    private static void refuseAliases(String text) {
        for (Event event : new Yaml(options()).parse(new StringReader(text))) {
            if (event instanceof AliasEvent alias) {
                throw new YAMLException(String.format(
                        Locale.ROOT,
                        "line %d: *%s stands for something else; write that out",
                        alias.getStartMark().getLine() + 1,
                        alias.getAnchor()));
            }
        }
    }

    private static LoaderOptions options() {
        var options = new LoaderOptions();
        options.setCodePointLimit(MOST_CHARACTERS);
        options.setNestingDepthLimit(MOST_DEPTH);
        options.setAllowRecursiveKeys(false);
        options.setAllowDuplicateKeys(false);
        return options;
    }
}
