package dev.espalier.cli;

import dev.espalier.cli.console.Console;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code espalier resume}. */
@Command(
        name = "resume",
        description = "Go on with a run from its last checkpoint, bit for bit as if it had never stopped.",
        footer = {"", "Example:", "  espalier resume runs/my-run"})
final class ResumeCommand extends RunCommand {

    @Option(
            names = "--accept-changes",
            description = "Go on although files of the task's model, or of your own class path, are not as they were.")
    private boolean acceptChanges;

    ResumeCommand(Console console, Runs runs) {
        super(console, runs);
    }

    @Override
    public Integer call() {
        Path directory = run.get();
        console.out().println("Resuming " + directory);
        return RunSession.play(
                console, directory, (listener, stop) -> runs.resume(directory, acceptChanges, listener, stop));
    }
}
