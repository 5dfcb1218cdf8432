package dev.espalier.cli;

import dev.espalier.config.ConfigRequest;
import dev.espalier.config.RunConfig;
import dev.espalier.env.Environments;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code espalier bench update}. */
@Command(
        name = "update",
        description = "Time and memory of one update of the agent, against the matrix products that it consists of.",
        sortOptions = false,
        footer = {
            "",
            "Updates and bare products run in turns in one process; times are medians over the rounds. The replay is",
            "full, so that mini-batches are gathered from memory as in a long run.",
            "",
            "Examples:",
            "  espalier bench update",
            "  espalier bench update --preset sac-big --updates 50000 --json"
        })
final class BenchUpdateCommand implements Callable<Integer> {

    private static final double MEBIBYTE = 1 << 20;

    private final Console console;

    @Option(names = "--env", paramLabel = "ID", description = "Task that decides sizes. Default: ${DEFAULT-VALUE}.")
    private String env = "HalfCheetah-v5";

    @Option(names = "--preset", paramLabel = "NAME", description = "Default: ${DEFAULT-VALUE}.")
    private String preset = "sac";

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting, as in 'espalier train'.")
    private List<String> assignments = new ArrayList<>();

    @Option(names = "--updates", paramLabel = "N", description = "Updates to measure. Default: ${DEFAULT-VALUE}.")
    private int updates = 500;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    BenchUpdateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        RunConfig config = Tasks.configLoader()
                .load(new ConfigRequest(null, assignments, Map.of("--env", env, "--preset", preset)));
        UpdateBench.Result result = UpdateBench.run(config, Environments.spec(env), updates);
        if (json) {
            console.json(result);
        } else {
            console.out()
                    .printf(
                            Locale.ROOT,
                            """
                            one update: %.2f ms, its matrix products alone %.2f ms (%.1f GFLOP/s), ratio %.2f
                            replay of %d transitions: %.1f MiB
                            resident memory: %.1f MiB before the %d measured updates, %.1f MiB after them
                            """,
                            result.updateMilliseconds(),
                            result.productsMilliseconds(),
                            result.productsGflops(),
                            result.ratio(),
                            result.replayTransitions(),
                            result.replayBytes() / MEBIBYTE,
                            result.residentBytesBefore() / MEBIBYTE,
                            updates,
                            result.residentBytesAfter() / MEBIBYTE);
        }
        return ExitCode.DONE;
    }
}
