package dev.espalier.cli;

import dev.espalier.cli.bench.BenchCommand;
import dev.espalier.cli.bench.BenchEnvCommand;
import dev.espalier.cli.bench.BenchRunCommand;
import dev.espalier.cli.bench.BenchUpdateCommand;
import dev.espalier.cli.console.Console;
import dev.espalier.cli.console.PathArgument;
import dev.espalier.run.files.BuildInfo;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line with all commands. */
@Command(
        name = "espalier",
        description = "Trains deep reinforcement learning agents on MuJoCo tasks.",
        versionProvider = Espalier.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  espalier train                          a first run that learns and prunes, in minutes",
            "  espalier train --env Hopper-v5 --preset prune-b",
            "  espalier resume runs/my-run             go on after an interruption",
            "  espalier eval runs/my-run --episodes 20",
            "  espalier params runs/my-run             count what pruning has left",
            "  espalier export runs/my-run --format c --out hopper.h",
            "  espalier report runs/* --out report     draw learning curves",
            "  espalier replay runs/my-run --out replay.html   watch it in a browser",
            "  espalier card runs/my-run --out hopper-card     a model card to publish it with",
            "",
            "Exit codes: 0 done, 1 failed, 2 bad usage or input, 130 interrupted after saving a checkpoint."
        })
final class Espalier implements Runnable {

    private static final int HELP_WIDTH = 110;

    @SuppressWarnings("UnusedVariable") // Picocli reads it.
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    private boolean help;

    @SuppressWarnings("UnusedVariable") // Picocli reads it.
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    private boolean version;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    boolean debug;

    @Spec
    private @Nullable CommandSpec spec;

    static CommandLine commandLine(Console console, Runs runs) {
        var failures = new Failures(console.err());
        return new CommandLine(new Espalier())
                .addSubcommand(new TrainCommand(console, runs))
                .addSubcommand(new ResumeCommand(console, runs))
                .addSubcommand(new EvalCommand(console, runs))
                .addSubcommand(new DigestCommand(console, runs))
                .addSubcommand(new ExportCommand(console, runs))
                .addSubcommand(new LadderCommand(console))
                .addSubcommand(new ReportCommand(console))
                .addSubcommand(new ReplayCommand(console, runs))
                .addSubcommand(new CardCommand(console, runs))
                .addSubcommand(new TraceCommand(console))
                .addSubcommand(new EnvsCommand(console))
                .addSubcommand(new PresetsCommand(console))
                .addSubcommand(new ParamsCommand(console))
                .addSubcommand(new CommandLine(new BenchCommand())
                        .addSubcommand(new BenchEnvCommand(console))
                        .addSubcommand(new BenchUpdateCommand(console))
                        .addSubcommand(new BenchRunCommand(console)))
                .registerConverter(Path.class, new PathArgument())
                .setUsageHelpWidth(HELP_WIDTH)
                .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
    }

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "no command given");
    }

    /** The version and commit of the build, and the Java version. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            BuildInfo build = BuildInfo.load();
            return new String[] {"espalier " + build.version(), "commit " + build.commit(), "Java " + Runtime.version()
            };
        }
    }
}
