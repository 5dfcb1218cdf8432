package dev.espalier.cli;

import dev.espalier.cli.console.Console;
import dev.espalier.cli.console.ExitCode;
import picocli.CommandLine.Command;

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
final class DigestCommand extends RunCommand {

    DigestCommand(Console console, Runs runs) {
        super(console, runs);
    }

    @Override
    public Integer call() {
        console.out().println(runs.digest(run.get(), messages()));
        return ExitCode.DONE;
    }
}
