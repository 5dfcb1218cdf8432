package dev.espalier.cli.console;

import dev.espalier.config.ConfigLoader;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.env.Environments;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Loads configurations of all available tasks. */
public final class Tasks {

    private Tasks() {}

    /** Adds an option to those of a configuration, unless it was not given. */
    public static void put(Map<String, String> options, String name, @Nullable String value) {
        if (value != null) {
            options.put(name, value);
        }
    }

    /** Creates a loader that accepts every available task. */
    public static ConfigLoader configLoader() {
        return new ConfigLoader(
                Environments.all().stream().map(EnvironmentSpec::id).toList());
    }
}
