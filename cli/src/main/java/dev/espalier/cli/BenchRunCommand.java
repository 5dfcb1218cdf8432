package dev.espalier.cli;

import dev.espalier.config.RunConfig;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code espalier bench run}. */
@Command(
        name = "run",
        description = "Training steps a second along a whole run, everything included.",
        sortOptions = false,
        footer = {
            "",
            "Trains for real, with a schedule so short and a theta so quick that networks shrink before the eyes; what is",
            "learnt is of no use. --set lengthens or slows it. The phases come from a recording of the whole run.",
            "",
            "Examples:",
            "  espalier bench run",
            "  espalier bench run --env HalfCheetah-v5 --preset sac --steps 5000 --json"
        })
final class BenchRunCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final BenchedAgent agent = new BenchedAgent("Hopper-v5", "prune-b");

    @Option(names = "--steps", paramLabel = "N", description = "Environment steps. Default: ${DEFAULT-VALUE}.")
    private int steps = 3000;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    BenchRunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        RunConfig config = agent.config(settings(), Map.of("--steps", Integer.toString(steps)));
        RunBench.Result result = RunBench.run(config);
        if (json) {
            console.json(result);
        } else {
            print(result);
        }
        return ExitCode.DONE;
    }

    /** They make the run short and logged often. */
    private List<String> settings() {
        return List.of(
                "prune.theta_learning_rate=0.005",
                "log_every=" + Math.max(1, steps / 30),
                "evaluation.every=" + Math.max(1, steps / 3),
                "checkpoint.every=" + Math.max(1, steps / 3));
    }

    private void print(RunBench.Result result) {
        console.out().printf(Locale.ROOT, "%s on %s, %d steps%n", result.preset(), result.env(), result.steps());
        console.out().printf(Locale.ROOT, "%9s %12s %10s%n", "step", "parameters", "steps/s");
        result.rows()
                .forEach(row -> console.out()
                        .printf(
                                Locale.ROOT,
                                "%9d %12s %10.1f%n",
                                row.step(),
                                Double.isNaN(row.trained()) ? "" : "%.0f".formatted(row.trained()),
                                row.stepsPerSecond()));
        PhaseTimes.print(result.phases(), console.out());
    }
}
