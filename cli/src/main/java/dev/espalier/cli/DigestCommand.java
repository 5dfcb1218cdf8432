package dev.espalier.cli;

import dev.espalier.cli.console.Console;
import dev.espalier.cli.console.ExitCode;
import dev.espalier.cli.console.RunDirectoryArgument;
import dev.espalier.cli.console.RunDisplay;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code espalier digest}. */
@Command(
        name = "digest",
        description = "Print the SHA-256 of the complete training state in a run's last checkpoint.",
        footer = {
            "",
            "Equal digests mean equal weights, optimisers, replay, counters and simulator state, bit for bit.",
            "",
            "Example:",
            "  espalier digest runs/my-run"
        })
final class DigestCommand implements Callable<Integer> {

    private final Console console;
    private final Runs runs;

    @Mixin
    private RunDirectoryArgument run = new RunDirectoryArgument();

    DigestCommand(Console console, Runs runs) {
        this.console = console;
        this.runs = runs;
    }

    @Override
    public Integer call() {
        console.out().println(runs.digest(run.get(), RunDisplay.ofMessages(console.err())));
        return ExitCode.DONE;
    }
}
