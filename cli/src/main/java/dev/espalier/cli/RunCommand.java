package dev.espalier.cli;

import dev.espalier.cli.console.Console;
import dev.espalier.cli.console.RunDirectoryArgument;
import dev.espalier.cli.console.RunDisplay;
import dev.espalier.run.loop.Evaluator;
import dev.espalier.run.loop.RunListener;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command on the directory of a run; its result is the exit code. */
abstract class RunCommand implements Callable<Integer> {

    final Console console;
    final Runs runs;

    @Mixin
    final RunDirectoryArgument run = new RunDirectoryArgument();

    RunCommand(Console console, Runs runs) {
        this.console = console;
        this.runs = runs;
    }

    final void tellLostEpisodes(Evaluator.Result result) {
        if (result.lostEpisodes() > 0) {
            console.tell(result.lostEpisodes() + " of these episodes ended early because the simulation broke down.");
        }
    }

    /** Takes messages only, so that standard output has nothing but the result. */
    final RunListener messages() {
        return RunDisplay.ofMessages(console.err());
    }
}
