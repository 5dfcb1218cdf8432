package dev.espalier.cli;

import dev.espalier.cli.console.Console;
import dev.espalier.cli.console.ExitCode;
import dev.espalier.config.Presets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code espalier presets}. */
@Command(
        name = "presets",
        description = "List the named settings that --preset takes; they mean the same for every --agent.",
        footer = {"", "Example:", "  espalier presets"})
final class PresetsCommand implements Callable<Integer> {

    private final Console console;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    PresetsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (json) {
            console.json(Presets.all());
        } else {
            Presets.all().forEach(preset -> console.print("%-10s %s%n", preset.name(), preset.description()));
        }
        return ExitCode.DONE;
    }
}
