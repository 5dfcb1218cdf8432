package dev.espalier.cli.bench;

import dev.espalier.cli.console.Console;
import dev.espalier.cli.console.ExitCode;
import dev.espalier.cli.text.RootLocale;
import dev.espalier.config.RunConfig;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
public final class BenchRunCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final BenchedAgent agent = new BenchedAgent("Hopper-v5", "prune-b");

    private static final int STEPS = 3000;
    private static final int ROLLOUTS = 10;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Environment steps. Default: 3000, or 10 rollouts of an agent that learns from these.")
    private @Nullable Integer steps;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    public BenchRunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        // Loaded only to find the length of a rollout; the number of steps is large enough for any.
        RunConfig plan = agent.config(List.of(), Map.of("--steps", steps != null ? steps.toString() : "1000000000"));
        int rollout = plan.learner().rollout() * plan.environments();
        int length = steps != null ? steps : rollout > 0 ? ROLLOUTS * rollout : STEPS;
        RunConfig config = agent.config(settings(length, rollout), Map.of("--steps", Integer.toString(length)));
        RunBench.Result result = RunBench.run(config);
        if (json) {
            console.json(result);
        } else {
            print(result);
        }
        return ExitCode.DONE;
    }

    /** Settings for a short run with many log rows; one per rollout, if there are any, as updates happen only then. */
    private static List<String> settings(int steps, int rollout) {
        return List.of(
                "prune.theta_learning_rate=0.005",
                "log_every=" + (rollout > 0 ? rollout : Math.max(1, steps / 30)),
                "evaluation.every=" + Math.max(1, steps / 3),
                "checkpoint.every=" + Math.max(1, steps / 3));
    }

    private void print(RunBench.Result result) {
        console.print("%s on %s, %d steps%n", result.preset(), result.env(), result.steps());
        console.print("%9s %12s %10s%n", "step", "parameters", "steps/s");
        result.rows()
                .forEach(row -> console.print(
                        "%9d %12s %10.1f%n",
                        row.step(),
                        Double.isNaN(row.trained()) ? "" : RootLocale.format("%.0f", row.trained()),
                        row.stepsPerSecond()));
        PhaseTimes.print(result.phases(), console.out());
    }
}
