package dev.espalier.cli.report.runs;

import dev.espalier.cli.text.RootLocale;
import dev.espalier.config.YamlText;
import dev.espalier.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The entries of a YAML or JSON file, or of a part of it, by dotted key such as {@code evaluation.every}. Reports read
 * configurations this way, as {@link dev.espalier.config.ConfigFile} accepts only the settings of this version.
 *
 * @param place the file and the part of it, for messages
 * @param entries values by dotted key, in the order of the file
 */
public record YamlDocument(String place, Map<String, Object> entries) {

    /** The entries of a valid YAML text. */
    static Map<String, Object> parse(String yaml) {
        return YamlText.load(yaml) instanceof Map<?, ?> map ? of("", map).entries() : Map.of();
    }

    /**
     * Reads a file.
     *
     * @throws ReportException if it cannot be read or has no entries
     */
    public static YamlDocument read(Path file) {
        Object content = parse(file);
        if (!(content instanceof Map<?, ?> map)) {
            throw new ReportException(file + ": expected entries such as 'env: HalfCheetah-v5', found none");
        }
        return of(file.toString(), map);
    }

    private static YamlDocument of(String place, Map<?, ?> map) {
        Map<String, Object> entries = new LinkedHashMap<>();
        flatten("", map, entries);
        return new YamlDocument(place, entries);
    }

    private static @Nullable Object parse(Path file) {
        try {
            return YamlText.load(YamlText.read(file));
        } catch (YAMLException e) {
            throw new ReportException(file + ": not valid YAML or JSON: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ReportException(file + ": cannot be read: " + StoreException.reason(e), e);
        }
    }

    private static void flatten(String prefix, Map<?, ?> map, Map<String, Object> entries) {
        map.forEach((key, value) -> {
            if (value instanceof Map<?, ?> section) {
                flatten(prefix + key + ".", section, entries);
            } else {
                entries.put(prefix + key, value == null ? "null" : value);
            }
        });
    }

    public String text(String key) {
        if (value(key) instanceof String text) {
            return text;
        }
        throw wrong(key, "a name");
    }

    public long whole(String key) {
        return switch (value(key)) {
            case Integer number -> number;
            case Long number -> number;
            default -> throw wrong(key, "a whole number");
        };
    }

    /** A number that is small enough for figures. */
    public double number(String key) {
        if (value(key) instanceof Number number && Math.abs(number.doubleValue()) <= CsvTable.MOST) {
            return number.doubleValue();
        }
        throw wrong(key, "a number of at most " + CsvTable.MOST + " on either side of 0");
    }

    public List<?> list(String key) {
        if (value(key) instanceof List<?> list) {
            return list;
        }
        throw wrong(key, "a list");
    }

    /** A list of parts with their own entries; messages count them from 1. */
    public List<YamlDocument> parts(String key) {
        List<YamlDocument> parts = new ArrayList<>();
        for (Object item : list(key)) {
            String part = RootLocale.format("%s: item %d of %s", place, parts.size() + 1, key);
            if (!(item instanceof Map<?, ?> map)) {
                throw new ReportException(
                        "%s must have entries such as {name: value}, but is '%s'".formatted(part, item));
            }
            parts.add(of(part, map));
        }
        return parts;
    }

    private Object value(String key) {
        Object value = entries.get(key);
        if (value == null) {
            throw new ReportException("%s: '%s' is missing".formatted(place, key));
        }
        return value;
    }

    ReportException wrong(String key, String expected) {
        return new ReportException("%s: %s must be %s, but is '%s'".formatted(place, key, expected, value(key)));
    }
}
