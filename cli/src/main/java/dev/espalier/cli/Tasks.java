package dev.espalier.cli;

import dev.espalier.config.ConfigLoader;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.env.Environments;

/** What commands need that take settings of any task. */
final class Tasks {

    private Tasks() {}

    /** Reads settings of every task there is. */
    static ConfigLoader configLoader() {
        return new ConfigLoader(
                Environments.all().stream().map(EnvironmentSpec::id).toList());
    }
}
