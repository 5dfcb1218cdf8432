package dev.espalier.cli.console;

import dev.espalier.config.ConfigLoader;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.env.Environments;

/** What commands need that take settings of any task. */
public final class Tasks {

    private Tasks() {}

    /** Reads settings of every task there is. */
    public static ConfigLoader configLoader() {
        return new ConfigLoader(
                Environments.all().stream().map(EnvironmentSpec::id).toList());
    }
}
