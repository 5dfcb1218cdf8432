package dev.espalier.cli;

import dev.espalier.cli.console.Console;
import dev.espalier.cli.console.ExitCode;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.env.Environments;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code espalier envs}. */
@Command(
        name = "envs",
        description = "List the tasks.",
        footer = {"", "Example:", "  espalier envs --json"})
final class EnvsCommand implements Callable<Integer> {

    private final Console console;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    EnvsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (json) {
            console.json(Environments.all());
            return ExitCode.DONE;
        }
        String row = "%-26s %12s %8s %7s  %s%n";
        console.print(row, "id", "observation", "action", "steps", "task");
        for (EnvironmentSpec spec : Environments.all()) {
            console.print(
                    row,
                    spec.id(),
                    spec.observationSize(),
                    spec.actionSize(),
                    spec.maxEpisodeSteps(),
                    spec.description());
        }
        return ExitCode.DONE;
    }
}
