package dev.espalier.cli;

import dev.espalier.cli.console.Console;
import dev.espalier.cli.console.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code espalier export}. */
@Command(
        name = "export",
        description = {
            "Ship a run's deterministic policy, as its last checkpoint (or, without any, policy/) holds it: raw observation in, action"
                    + " of the task out.",
            "",
            "Batch norm, diagonals and theta are folded into the weights. Whatever the format, the policy carries golden"
                    + " vectors, and before it is written ONNX Runtime, a compiled C program or the Java runtime plays it: actions have"
                    + " to agree with the trainer's within 1e-5 (or five times the rounding of its own, at most 1e-4), and"
                    + " mean returns as far as small errors leave them the same.",
            "",
            "With --weights the weights are rounded, and the export has to agree with the policy whose weights are rounded"
                    + " so. What the rounding loses is printed, and refused beyond --allow-loss.",
        },
        footer = {
            "",
            "The best policy of each size that a run has passed through: espalier ladder DIR.",
            "",
            "Examples:",
            "  espalier export runs/my-run --format onnx --out hopper.onnx",
            "  espalier export runs/my-run --format c --out hopper.h",
            "  espalier export runs/my-run --format bundle --out hopper-policy",
            "  espalier export runs/my-run --format c --out hopper.h --weights int8 --allow-loss 2",
            "  espalier export runs/unfinished --round --format c --out hopper.h"
        })
final class ExportCommand extends RunCommand {

    @Mixin
    private ExportTarget target = new ExportTarget();

    @Mixin
    private DecidedPolicy policy = new DecidedPolicy();

    ExportCommand(Console console, Runs runs) {
        super(console, runs);
    }

    @Override
    public Integer call() {
        target.check();
        target.write(policy.of(this), console);
        return ExitCode.DONE;
    }
}
