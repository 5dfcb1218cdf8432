package dev.espalier.cli.bench;

import dev.espalier.cli.console.Console;
import dev.espalier.cli.console.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code espalier bench env}. */
@Command(
        name = "env",
        description = "Environment steps a second, against the bare physics of the same steps.",
        footer = {
            "",
            "Both play the same actions from the same state, in turns; ratio is the median over the rounds.",
            "",
            "Example:",
            "  espalier bench env --env Ant-v5 --steps 20000 --json"
        })
public final class BenchEnvCommand implements Callable<Integer> {

    private final Console console;

    @Option(
            names = "--env",
            paramLabel = "ID",
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.",
            completionCandidates = EnvironmentBench.Ids.class)
    private String env = "HalfCheetah-v5";

    @Option(names = "--steps", paramLabel = "N", description = "Steps in a round. Default: ${DEFAULT-VALUE}.")
    private int steps = 10_000;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds. Default: ${DEFAULT-VALUE}.")
    private int rounds = 11;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    public BenchEnvCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        EnvironmentBench.Result result = EnvironmentBench.run(env, steps, rounds);
        if (json) {
            console.json(result);
        } else {
            console.print(
                    "%s: %.0f environment steps/s, bare physics %.0f, ratio %.3f%n",
                    result.env(), result.environmentStepsPerSecond(), result.bareStepsPerSecond(), result.ratio());
        }
        return ExitCode.DONE;
    }
}
