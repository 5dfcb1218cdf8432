package dev.espalier.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a user gives, which override the defaults.
 *
 * @param file YAML file with some or all settings, or null
 * @param assignments {@code key=value} with dotted keys and YAML values; later ones override earlier ones
 * @param options values by option, such as {@code --steps}; the setting has the same name without the dashes
 */
public record ConfigRequest(@Nullable Path file, List<String> assignments, Map<String, String> options) {

    public ConfigRequest {
        assignments = List.copyOf(assignments);
        options = Map.copyOf(options);
    }
}
