package dev.espalier.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a user says about a run, above the defaults.
 *
 * @param file YAML file that holds some or all settings, or null
 * @param assignments {@code key=value} with dotted keys and YAML values; a later one wins
 * @param options values of settings that have an option of their own, under the option's name: {@code --steps}; the
 *     setting has the same name without the dashes
 */
public record ConfigRequest(@Nullable Path file, List<String> assignments, Map<String, String> options) {

    public ConfigRequest {
        assignments = List.copyOf(assignments);
        options = Map.copyOf(options);
    }
}
