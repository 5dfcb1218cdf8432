package dev.espalier.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a user gives, which override the defaults.
 *
 * @param file YAML file with some or all settings, or null
 * @param given single settings; later ones override earlier ones
 */
public record ConfigRequest(@Nullable Path file, List<Given> given) {

    public ConfigRequest {
        given = List.copyOf(given);
    }

    /**
     * The settings of a command line.
     *
     * @param assignments {@code key=value} with dotted keys and YAML values
     * @param options values by option, such as {@code --steps}; they override the assignments
     * @throws ConfigException if one is malformed
     */
    public ConfigRequest(@Nullable Path file, List<String> assignments, Map<String, String> options) {
        this(file, given(assignments, options));
    }

    private static List<Given> given(List<String> assignments, Map<String, String> options) {
        List<Given> given = new ArrayList<>();
        assignments.forEach(assignment -> given.add(Given.assignment(assignment)));
        options.forEach((option, value) -> given.add(Given.option(option, value)));
        return given;
    }
}
