package dev.espalier.cli;

import dev.espalier.cli.console.Console;
import dev.espalier.cli.console.ExitCode;
import dev.espalier.cli.console.InputException;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.env.Environments;
import dev.espalier.env.MujocoEnvironment;
import dev.espalier.env.Step;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code espalier trace}. */
@Command(
        name = "trace",
        description = "Play given actions from a given state and print what the task returns, one JSON object a line.",
        sortOptions = false,
        footer = {
            "",
            "FILE holds {\"qpos\":[...],\"qvel\":[...],\"actions\":[[...],...]}. The first line printed is the start",
            "state's {\"obs\":[...]}; then follows {\"obs\",\"reward\",\"terminated\",\"truncated\",\"info\"} for each",
            "action, also for those after the end of an episode, which Gymnasium's tasks allow. Numbers read back",
            "to the same bits.",
            "",
            "Example:",
            "  espalier trace --env Hopper-v5 --input start.json > steps.jsonl"
        })
final class TraceCommand implements Callable<Integer> {

    private final Console console;

    @Option(names = "--env", paramLabel = "ID", required = true, description = "Task; 'espalier envs' lists them.")
    private @Nullable String env;

    @Option(names = "--input", paramLabel = "FILE", required = true, description = "Start state and actions.")
    private @Nullable Path file;

    TraceCommand(Console console) {
        this.console = console;
    }

    /** The first line of output. */
    private record StartLine(double[] obs) {}

    /** All other lines of output. */
    private record StepLine(
            double[] obs, double reward, boolean terminated, boolean truncated, Map<String, Double> info) {

        StepLine(Step step) {
            this(step.observation(), step.reward(), step.terminated(), step.truncated(), step.info());
        }
    }

    @Override
    public Integer call() {
        EnvironmentSpec spec = known(Objects.requireNonNull(env));
        Path path = Objects.requireNonNull(file);
        TraceInput input = TraceInput.read(path);
        try (MujocoEnvironment environment = Environments.makeMujoco(spec.id())) {
            console.json(new StartLine(checked(path, "", () -> environment.resetTo(input.qpos(), input.qvel()))));
            for (int i = 0; i < input.actions().length; i++) {
                double[] action = input.actions()[i];
                Step step = checked(path, "actions[" + i + "]: ", () -> environment.stepPastEnd(action));
                console.json(new StepLine(step));
            }
        }
        return ExitCode.DONE;
    }

    private static EnvironmentSpec known(String id) {
        try {
            return Environments.spec(id);
        } catch (IllegalArgumentException e) {
            throw new InputException("--env: " + e.getMessage(), e);
        }
    }

    /** Adds the file's name to the task's error messages. */
    private static <T> T checked(Path path, String place, Supplier<T> play) {
        try {
            return play.get();
        } catch (IllegalArgumentException e) {
            throw new InputException(path + ": " + place + e.getMessage(), e);
        }
    }
}
