package dev.espalier.cli.console;

import dev.espalier.config.ConfigLoader;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.env.Environments;

/** The configuration loader for all available tasks. */
public final class Tasks {

    private Tasks() {}

    /** Creates a loader that accepts every available task. */
    public static ConfigLoader configLoader() {
        return new ConfigLoader(
                Environments.all().stream().map(EnvironmentSpec::id).toList());
    }
}
