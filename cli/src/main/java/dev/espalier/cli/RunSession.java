package dev.espalier.cli;

import dev.espalier.cli.console.Console;
import dev.espalier.cli.console.ExitCode;
import dev.espalier.cli.console.RunDisplay;
import dev.espalier.run.TrainingRun;
import dev.espalier.run.files.ShellWord;
import dev.espalier.run.loop.RunListener;
import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

/** Common parts of {@code train} and {@code resume}: progress display, signals and the final message. */
final class RunSession {

    private RunSession() {}

    static int play(
            Console console, Path directory, BiFunction<RunListener, BooleanSupplier, TrainingRun.Result> training) {
        TrainingRun.Result result;
        try (var stop = new StopSignal(console.err());
                RunDisplay display = RunDisplay.on(console)) {
            result = training.apply(display, stop);
        }
        return switch (result.outcome()) {
            case FINISHED -> {
                Ending.print(console, result, directory);
                yield ExitCode.DONE;
            }
            case INTERRUPTED -> {
                console.tell(
                        "Interrupted; everything is saved. Go on with: espalier resume " + ShellWord.of(directory));
                yield ExitCode.INTERRUPTED;
            }
        };
    }
}
