package dev.espalier.cli.bench;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code espalier bench}: measures performance on this machine. */
@Command(
        name = "bench",
        description = "Measure the hot path against the least it could cost, in one process.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  espalier bench env",
            "  espalier bench update --preset sac-big --json",
            "  espalier bench run"
        })
public final class BenchCommand implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "bench what? env, update or run");
    }
}
