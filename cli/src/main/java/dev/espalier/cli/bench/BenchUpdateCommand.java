package dev.espalier.cli.bench;

import dev.espalier.cli.console.Console;
import dev.espalier.cli.console.ExitCode;
import dev.espalier.config.RunConfig;
import dev.espalier.run.files.StructureFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code espalier bench update}. */
@Command(
        name = "update",
        description = "Time and memory of one update of the agent, against the matrix products that it consists of.",
        sortOptions = false,
        footer = {
            "",
            "Updates, bare products and the rest of a training step run in turns in one process; times are medians over the",
            "rounds. The products are shared among as many threads as the update may use ('threads'). The replay is full, so",
            "that mini-batches are gathered from memory as in a long run. Gates are drawn and theta is computed, but its step is",
            "too small to move it: networks keep their sizes. The phases come from a recording that follows; a phase does not",
            "count those inside it.",
            "",
            "Examples:",
            "  espalier bench update",
            "  espalier bench update --preset sac-big --updates 50000 --json",
            "  espalier bench update --preset prune-b --set prune.theta_start=0.5",
            "  espalier bench update --env Hopper-v5 --preset prune-b --structure runs/hopper/structure.json"
        })
public final class BenchUpdateCommand implements Callable<Integer> {

    private static final double KIBIBYTE = 1 << 10;
    private static final double MEBIBYTE = 1 << 20;

    /** No random steps, and a theta rate so small that networks keep their sizes. */
    private static final List<String> SETTINGS =
            List.of("random_steps=0", "ofe.pretrain_updates=0", "prune.theta_learning_rate=1e-12");

    private final Console console;

    @Mixin
    private final BenchedAgent agent = new BenchedAgent("HalfCheetah-v5", "sac");

    @Option(
            names = "--structure",
            paramLabel = "FILE",
            description = "Units of every layer out of a run's structure.json: how fast that run became.")
    private @Nullable Path structure;

    @Option(names = "--updates", paramLabel = "N", description = "Updates to measure. Default: ${DEFAULT-VALUE}.")
    private int updates = 500;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    public BenchUpdateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        RunConfig config = agent.config(SETTINGS, Map.of());
        if (structure != null) {
            config = StructureFile.read(structure).applyTo(config, structure);
        }
        UpdateBench.Result result = UpdateBench.run(config, updates);
        if (json) {
            console.json(result);
        } else {
            print(result);
        }
        return ExitCode.DONE;
    }

    private void print(UpdateBench.Result result) {
        console.print(
                """
                        %s on %s: %d parameters trained, %d of them deployed
                        one update: %.2f ms, its matrix products alone %.2f ms (%.1f GFLOP/s, factors in %s), ratio %.2f
                        the rest of a training step: %.3f ms, %.1f %% of an update
                        """,
                result.preset(),
                result.env(),
                result.trained(),
                result.deployed(),
                result.updateMilliseconds(),
                result.productsMilliseconds(),
                result.productsGflops(),
                result.factors(),
                result.ratio(),
                result.stepMilliseconds(),
                100 * result.stepRatio());
        PhaseTimes.print(result.phases(), console.out());
        console.print(
                """
                        allocated on the heap by an update: %.0f KiB
                        replay of %d transitions: %.1f MiB
                        resident memory: %.1f MiB before the %d measured updates, %.1f MiB after them, at most %.1f MiB
                        """,
                result.allocatedBytes() / KIBIBYTE,
                result.replayTransitions(),
                result.replayBytes() / MEBIBYTE,
                result.residentBytesBefore() / MEBIBYTE,
                result.updates(),
                result.residentBytesAfter() / MEBIBYTE,
                result.peakResidentBytes() / MEBIBYTE);
    }
}
