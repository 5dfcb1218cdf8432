package dev.espalier.cli;

import dev.espalier.cli.card.CardException;
import dev.espalier.cli.console.ExitCode;
import dev.espalier.cli.console.InputException;
import dev.espalier.cli.console.PathArgument;
import dev.espalier.cli.replay.ReplayException;
import dev.espalier.cli.report.runs.ReportException;
import dev.espalier.config.ConfigException;
import dev.espalier.env.BadEnvironmentException;
import dev.espalier.env.SimulationException;
import dev.espalier.export.BadTargetException;
import dev.espalier.export.ExportException;
import dev.espalier.mujoco.MujocoLoadException;
import dev.espalier.nn.DivergenceException;
import dev.espalier.run.TrainingDivergedException;
import dev.espalier.run.files.RunDirectoryException;
import dev.espalier.settings.InvalidSettingException;
import dev.espalier.store.ShownText;
import dev.espalier.store.StoreException;
import dev.espalier.tensor.ComputeException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Reports failures and chooses the exit code. Exceptions made for users show only their message. Any other is a defect;
 * its stack trace is written to a file for a bug report.
 */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private static final List<Class<? extends Exception>> BAD_INPUT = List.of(
            BadEnvironmentException.class,
            BadTargetException.class,
            CardException.class,
            ConfigException.class,
            InvalidSettingException.class,
            InputException.class,
            ReplayException.class,
            ReportException.class,
            RunDirectoryException.class);
    private static final List<Class<? extends Exception>> FAILED = List.of(
            ComputeException.class,
            DivergenceException.class,
            ExportException.class,
            MujocoLoadException.class,
            SimulationException.class,
            StoreException.class,
            TrainingDivergedException.class);

    /** Longer messages are cut; the problem is named at their start. */
    private static final int MAX_LETTERS = 4000;

    private final PrintStream err;

    Failures(PrintStream err) {
        this.err = err;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult arguments) {
        if (failure instanceof ParameterException usage) {
            return handleParseException(usage, arguments.expandedArgs().toArray(String[]::new));
        }
        return report(failure, command.getCommandSpec().root().userObject() instanceof Espalier root && root.debug);
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        err.println(shown("espalier: " + failure.getMessage()));
        UnmatchedArgumentException.printSuggestions(failure, new PrintWriter(err, true, StandardCharsets.UTF_8));
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    /** Prints a message, with {@code debug} also the stack trace, and returns the exit code. */
    int report(Throwable failure, boolean debug) {
        if (debug) {
            failure.printStackTrace(err);
        }
        if (isOneOf(BAD_INPUT, failure)) {
            err.println(shown("espalier: " + failure.getMessage()));
            return ExitCode.USAGE;
        }
        if (failure instanceof InvalidPathException name) {
            err.println(shown("espalier: " + PathArgument.explained(name)));
            return ExitCode.USAGE;
        }
        if (isOneOf(FAILED, failure)) {
            err.println(shown("espalier: " + failure.getMessage()));
        } else if (failure instanceof OutOfMemoryError) {
            err.println("espalier: out of memory (" + failure.getMessage() + "); lower replay_capacity,"
                    + " or allow more with ESPALIER_JAVA_OPTS=-Xmx<size>, for example -Xmx4g");
        } else {
            err.println(shown("espalier: internal error: " + failure));
            if (!debug) {
                err.println(traceFile(failure));
            }
        }
        return ExitCode.FAILED;
    }

    /** Replaces control characters, as messages contain names and values from files. */
    private static String shown(String message) {
        String text = message.length() <= MAX_LETTERS
                ? message
                : message.substring(0, MAX_LETTERS) + " ... (" + message.length() + " letters)";
        return ShownText.of(text);
    }

    private static boolean isOneOf(List<Class<? extends Exception>> types, Throwable failure) {
        return types.stream().anyMatch(type -> type.isInstance(failure));
    }

    private static String traceFile(Throwable failure) {
        try {
            Path file = Files.createTempFile("espalier-error-", ".txt");
            try (var writer = new PrintWriter(Files.newBufferedWriter(file))) {
                failure.printStackTrace(writer);
            }
            return "This is a defect of Espalier. Its stack trace is in " + file + "; please report it.";
        } catch (IOException e) {
            return "This is a defect of Espalier. --debug shows its stack trace (no file could be written: "
                    + e.getMessage() + ").";
        }
    }
}
