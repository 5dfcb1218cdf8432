package dev.espalier.cli;

import dev.espalier.cli.console.Console;
import dev.espalier.cli.console.InputException;
import dev.espalier.cli.console.OutputFile;
import dev.espalier.cli.console.PublishedName;
import dev.espalier.export.Agreement;
import dev.espalier.export.CCompiler;
import dev.espalier.export.Exporter;
import dev.espalier.export.Exporter.Exported;
import dev.espalier.export.Format;
import dev.espalier.export.Rollouts;
import dev.espalier.export.RoundingLoss;
import dev.espalier.policy.RoundedPolicy;
import dev.espalier.policy.WeightFormat;
import dev.espalier.run.TrainedPolicy;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options for the format and place of an exported policy, and the export itself. */
final class ExportTarget {

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "onnx: one file for ONNX Runtime. c: one C99 header without any dependency. bundle: a folder for"
                            + " Espalier's own Java runtime.")
    private @Nullable String format;

    @Option(
            names = "--out",
            paramLabel = "PATH",
            description = "The file, or the folder of a bundle. An earlier policy there is replaced.")
    private @Nullable Path out;

    @Mixin
    private PublishedName name = new PublishedName();

    @Mixin
    private WeightsOption weights = new WeightsOption();

    /** Whether any option was given. */
    boolean isGiven() {
        return format != null || out != null || name.isGiven() || weights.isGiven();
    }

    /** The options after validation. */
    private record Target(Format format, Path out, Optional<CCompiler> compiler) {}

    /** Refuses invalid options before any work is done. */
    void check() {
        name.check();
        weights.check();
        get();
    }

    private Target get() {
        if (format == null) {
            throw new InputException("--format is missing; choose one of " + Format.names());
        }
        if (out == null) {
            throw new InputException("--out is missing; name the file, or the folder of a bundle");
        }
        Format wanted = Format.of(format);
        var target = new Target(wanted, out, wanted == Format.C ? CCompiler.find() : Optional.empty());
        if (target.format == Format.BUNDLE) {
            OutputFile.requireFolder("--out", target.out);
            Exporter.requireReplaceable(target.out);
        } else {
            OutputFile.requireWritable("--out", target.out);
        }
        return target;
    }

    /** Exports a policy, and prints its size and the result of its verification. */
    void write(TrainedPolicy policy, Console console) {
        TrainedPolicy trained = name.of(policy);
        Target target = get();
        RoundedPolicy rounded = weights.round(trained.policy());
        boolean rounds = rounded.format() != WeightFormat.FLOAT32;
        Exported exported;
        Optional<RoundingLoss> loss;
        int lost;
        try (Rollouts rollouts =
                rounds ? new Rollouts(trained.with(rounded.policy()), "rounded policy") : new Rollouts(trained)) {
            loss = rounds ? Optional.of(loss(trained, rounded, rollouts)) : Optional.empty();
            exported = new Exporter(trained, rounded, rollouts, target.compiler.orElse(null))
                    .write(target.format, target.out);
            lost = rollouts.lostEpisodes();
        }
        console.print(
                "%s: %s policy of step %d, %d parameters, %d bytes%n",
                target.out, trained.task(), trained.step(), trained.deployed(), exported.bytes());
        if (rounds) {
            console.print(
                    "weights in %s: %d bytes with biases and scales, in float32 %d%n",
                    rounded.format().lowerCase(), rounded.bytes(), trained.bytes());
        }
        loss.ifPresent(measured -> console.out().println("rounded to " + measured));
        if (trained.undecided() > 0) {
            console.print(
                    "%d of its gates were undecided: their theta is folded into the weights, as it was evaluated%n",
                    trained.undecided());
        }
        Agreement agreement = exported.agreement();
        if (agreement == null) {
            console.tell("NOT VERIFIED: there is no C compiler here (cc, gcc or clang, or CC), so the header was never"
                    + " compiled. Its self test shows whether it does what it should: see its first lines.");
        } else {
            console.out().println("verified with " + agreement);
        }
        tellLost(lost, console);
    }

    /** Compares the rounded policy with the trainer's, and refuses it if too much is lost. */
    private RoundingLoss loss(TrainedPolicy trained, RoundedPolicy rounded, Rollouts played) {
        try (Rollouts trainers = new Rollouts(trained)) {
            RoundingLoss loss = RoundingLoss.of(rounded.format(), trainers, rounded.policy(), played);
            loss.requireAtMost(weights.allowedPercent());
            return loss;
        }
    }

    private static void tellLost(int lost, Console console) {
        if (lost > 0) {
            console.tell("The simulator gave up " + lost + " of the " + Rollouts.EPISODES
                    + " episodes: this policy drives the task to where its physics breaks down, and what these had brought"
                    + " until then is no return.");
        }
    }
}
