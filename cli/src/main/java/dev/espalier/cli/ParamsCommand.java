package dev.espalier.cli;

import dev.espalier.architecture.Blueprint;
import dev.espalier.architecture.ParameterCount;
import dev.espalier.cli.console.Console;
import dev.espalier.cli.console.ExitCode;
import dev.espalier.cli.console.InputException;
import dev.espalier.cli.console.Tasks;
import dev.espalier.cli.text.RootLocale;
import dev.espalier.config.ConfigFile;
import dev.espalier.config.ConfigRequest;
import dev.espalier.config.RunConfig;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.env.Environments;
import dev.espalier.prune.Structure;
import dev.espalier.run.files.RelativeSize;
import dev.espalier.run.files.RunDirectory;
import dev.espalier.run.files.ShellWord;
import dev.espalier.run.files.StructureFile;
import dev.espalier.run.loop.Blueprints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code espalier params}. */
@Command(
        name = "params",
        description = {
            "Count the parameters of every network: of a run as it is now, or of a run to come as it starts.",
            "Weights, biases, batch norm (4 a unit) and diagonals count; target networks do not."
        },
        sortOptions = false,
        footer = {
            "",
            "deployed is what acts, phi_o and the policy; trained is all of it. dR and tR relate both to preset ofe on the",
            "same task.",
            "",
            "Examples:",
            "  espalier params --env Hopper-v5 --preset ofe-big",
            "  espalier params --env Hopper-v5 --preset ofe --set ofe.units=64 --json",
            "  espalier params runs/my-run"
        })
final class ParamsCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "Run directory; without it, the options below describe a run to come.")
    private @Nullable Path directory;

    @Option(names = "--env", paramLabel = "ID", description = "Task; 'espalier envs' lists them.")
    private @Nullable String env;

    @Option(names = "--agent", paramLabel = "NAME", description = "Learning algorithm: sac, td3 or ppo.")
    private @Nullable String agent;

    @Option(names = "--preset", paramLabel = "NAME", description = "Named settings; 'espalier presets' lists them.")
    private @Nullable String preset;

    @Option(names = "--config", paramLabel = "FILE", description = "YAML file with some or all settings.")
    private @Nullable Path config;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting, as in 'espalier train'.")
    private List<String> assignments = new ArrayList<>();

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    ParamsCommand(Console console) {
        this.console = console;
    }

    /** The document of {@code --json}. */
    private record Document(long deployed, long trained, Map<String, Long> networks) {}

    /** The counted networks of an agent on a task, with a title. */
    private record Counted(
            String title, EnvironmentSpec task, String agent, Structure structure, ParameterCount count) {}

    @Override
    public Integer call() {
        Counted counted = directory == null ? toCome() : ofRun(directory);
        ParameterCount count = counted.count();
        if (json) {
            console.json(new Document(count.deployed(), count.trained(), count.networks()));
        } else {
            print(counted);
        }
        return ExitCode.DONE;
    }

    private Counted toCome() {
        var options = new LinkedHashMap<String, String>();
        Tasks.put(options, "--env", env);
        Tasks.put(options, "--preset", preset);
        Tasks.put(options, "--agent", agent);
        RunConfig resolved = Tasks.configLoader().load(new ConfigRequest(config, assignments, options));
        return atStart(
                "Preset %s of %s on %s, as it starts".formatted(resolved.preset(), resolved.agent(), resolved.env()),
                resolved);
    }

    private static Counted atStart(String title, RunConfig config) {
        EnvironmentSpec task = Environments.spec(config.env());
        Blueprint blueprint = Blueprints.of(config, task);
        return new Counted(title, task, config.agent(), blueprint.structure(), ParameterCount.of(blueprint));
    }

    private Counted ofRun(Path run) {
        if (env != null || agent != null || preset != null || config != null || !assignments.isEmpty()) {
            throw new InputException(
                    "params counts the run in %s as it is; leave out --env, --agent, --preset, --config and --set, or the directory"
                            .formatted(run));
        }
        RunDirectory files = RunDirectory.open(run);
        if (!Files.exists(files.structure())) {
            RunConfig recorded = ConfigFile.read(files.config());
            if (recorded.prune().gates()) {
                throw new InputException(
                        "%s has no structure.json, which tells what pruning left; the networks that it started with: espalier params --config %s"
                                .formatted(run, ShellWord.of(files.config())));
            }
            return atStart("%s on %s, whose networks keep their sizes".formatted(run, recorded.env()), recorded);
        }
        StructureFile file = StructureFile.read(files.structure());
        return new Counted(
                RootLocale.format("%s on %s, after %d steps", run, file.env(), file.step()),
                file.task(),
                file.agent(),
                file.structure(),
                file.count());
    }

    private void print(Counted counted) {
        ParameterCount count = counted.count();
        RelativeSize size = RelativeSize.of(count, counted.task(), counted.agent());
        console.out().println(counted.title());
        Map<String, List<Integer>> hidden = counted.structure().hidden();
        count.networks().forEach((network, parameters) -> {
            if (parameters > 0) {
                row(network, parameters, units(hidden.getOrDefault(network, List.of())));
            }
        });
        row("deployed", count.deployed(), ratio("dR", size.deployRatio()));
        row("trained", count.trained(), ratio("tR", size.trainRatio()));
    }

    private void row(String name, long parameters, String remark) {
        console.print("%-10s %10d  %s%n", name, parameters, remark);
    }

    private static String units(List<Integer> hidden) {
        return hidden.isEmpty()
                ? "no hidden layer"
                : hidden.stream().map(String::valueOf).collect(Collectors.joining(" ", "hidden units ", ""));
    }

    private static String ratio(String name, double ratio) {
        return RootLocale.format("%s %.1f %% of preset %s", name, 100 * ratio, Blueprints.REFERENCE_PRESET);
    }
}
