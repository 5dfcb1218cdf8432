package dev.espalier.cli;

import dev.espalier.cli.console.Console;
import dev.espalier.cli.console.InputException;
import dev.espalier.cli.console.Tasks;
import dev.espalier.cli.seeds.SeedFolder;
import dev.espalier.cli.seeds.SeedList;
import dev.espalier.cli.seeds.SeedSession;
import dev.espalier.cli.text.RootLocale;
import dev.espalier.config.ConfigFile;
import dev.espalier.config.ConfigLoader;
import dev.espalier.config.ConfigRequest;
import dev.espalier.config.Presets;
import dev.espalier.config.RunConfig;
import dev.espalier.env.Environments;
import dev.espalier.run.files.ShellWord;
import dev.espalier.run.files.StructureFile;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code espalier train}. */
@Command(
        name = "train",
        description = "Train an agent from the start.",
        sortOptions = false,
        footer = {
            "",
            "Later sources win: defaults, preset, --config, --set, the options above.",
            "Without options that say what to train this is a first run: small networks learn to balance a double pendulum in",
            "minutes, while they are pruned. With --env but without --agent, --preset, --steps, --config, --set, --structure and a",
            "target it is a short run of the default preset on that task, whose schedule is scaled down to show all phases of",
            "pruning soon.",
            "Ctrl-C saves a checkpoint and ends with exit code 130; 'espalier resume DIR' goes on from there.",
            "",
            "Examples:",
            "  espalier train",
            "  espalier train --env Hopper-v5 --preset sac-big --steps 300000 --seed 1",
            "  espalier train --agent td3 --preset plain --steps 300000",
            "  espalier train --env Hopper-v5 --preset prune --target-params 5k --steps 300k --seeds 0-4",
            "  espalier train --preset sac --set sac.learning_rate=1e-3 --set evaluation.every=5000",
            "  " + TrainCommand.LONGER,
            "  espalier train --preset prune-b --target-kib 32 --target-trained 400k --steps 300k",
            "  espalier train --config runs/my-run/config.yml --seed 2 --out runs/my-run-again",
            "  espalier train --env Hopper-v5 --preset ofe --structure runs/my-run/structure.json"
        })
final class TrainCommand implements Callable<Integer> {

    static final String LONGER = "espalier train --env HalfCheetah-v5 --preset prune --steps 300k --target-params 28k";

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    private final Console console;
    private final Runs runs;

    @Option(
            names = "--env",
            paramLabel = "ID",
            description =
                    "Task, which 'espalier envs' lists, or the path of a MuJoCo model, an .xml, for a task of yours.")
    private @Nullable String env;

    @Option(names = "--agent", paramLabel = "NAME", description = "Learning algorithm: sac, td3 or ppo.")
    private @Nullable String agent;

    @Option(names = "--preset", paramLabel = "NAME", description = "Named settings; 'espalier presets' lists them.")
    private @Nullable String preset;

    @Option(names = "--steps", paramLabel = "N", description = "Environment steps of the whole run.")
    private @Nullable String steps;

    @Option(names = "--seed", paramLabel = "N", description = "Start of every random stream.")
    private @Nullable String seed;

    @Option(
            names = "--seeds",
            paramLabel = "LIST",
            description =
                    "Several seeds, as in 0-4 or 1,3,5: a run for each, as many at a time as there are processors.")
    private @Nullable String seeds;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Run directory; must not exist or be empty. Default: runs/<env>-<agent and preset>-seed<seed>-<time>.")
    private @Nullable Path out;

    @Option(names = "--config", paramLabel = "FILE", description = "YAML file with some or all settings.")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "One setting, as in a run's config.yml: sac.tau=0.01. May be given several times.")
    private List<String> assignments = new ArrayList<>();

    @Option(
            names = "--structure",
            paramLabel = "FILE",
            description = "Units of every layer out of a run's structure.json: trains from scratch what pruning found.")
    private @Nullable Path structure;

    @Option(
            names = "--target-params",
            paramLabel = "N",
            description = "Parameters to deploy at the end, at most, as in 15k: of a preset that prunes.")
    private @Nullable String targetParams;

    @Option(
            names = "--target-kib",
            paramLabel = "N",
            description = "The same as a size in KiB, 4 bytes a parameter: 32 are 8192 parameters.")
    private @Nullable String targetKib;

    @Option(
            names = "--target-trained",
            paramLabel = "N",
            description = "Parameters of all networks at the end, at most; without it only what is deployed shrinks.")
    private @Nullable String targetTrained;

    @Option(names = "--device", paramLabel = "NAME", description = "Where networks are computed: cpu or cuda.")
    private @Nullable String device;

    TrainCommand(Console console, Runs runs) {
        this.console = console;
        this.runs = runs;
    }

    @Override
    public Integer call() {
        List<Long> list = seeds == null ? List.of() : SeedList.parse(seeds);
        RunConfig resolved = resolve();
        // Reports an invalid task before anything is printed.
        Environments.make(resolved.env()).close();
        Path directory = out != null ? out : defaultDirectory(resolved);
        if (seeds != null) {
            return trainSeeds(resolved, seeds, list, directory);
        }
        console.print(
                "Training preset %s of %s on %s: %d steps, seed %d, on the %s.%nRun directory: %s%n",
                resolved.preset(),
                resolved.agent(),
                resolved.env(),
                resolved.steps(),
                resolved.seed(),
                resolved.device(),
                directory);
        return RunSession.play(console, directory, (listener, stop) -> runs.start(resolved, directory, listener, stop));
    }

    private int trainSeeds(RunConfig resolved, String given, List<Long> list, Path folder) {
        var share = SeedSession.Share.of(
                list.size(), resolved.threads(), Runtime.getRuntime().availableProcessors());
        List<RunConfig> configs =
                list.stream().map(each -> resolved.with(each, share.threads())).toList();
        // What one of them cannot train with, none can.
        runs.check(configs.getFirst());
        List<Path> directories = SeedFolder.create(folder, configs);
        console.print(
                "Training preset %s of %s on %s: %d steps, seeds %s, on the %s.%nFolder: %s%n",
                resolved.preset(),
                resolved.agent(),
                resolved.env(),
                resolved.steps(),
                given,
                resolved.device(),
                folder);
        try (var stop = new StopSignal(console.err())) {
            return SeedSession.play(console, folder, directories, configs.getFirst(), List.of(), stop);
        }
    }

    private RunConfig resolve() {
        if (seed != null && seeds != null) {
            throw new InputException("--seed and --seeds both say what to start from; give one");
        }
        if (targetParams != null && targetKib != null) {
            throw new InputException("--target-params and --target-kib both say how much is to be deployed; give one");
        }
        ConfigLoader loader = Tasks.configLoader();
        if (isShortRun() && env == null) {
            RunConfig resolved = loader.loadFirstRun(options());
            console.tell(RootLocale.format("""
                            This is a first run: small networks learn %s in %d steps, while they are pruned.
                            A longer one: %s""", resolved.env(), resolved.steps(), LONGER));
            return resolved;
        }
        if (isShortRun()) {
            RunConfig resolved = loader.loadShortRun(options());
            console.tell(shortRunNotice(resolved, loader.load(new ConfigRequest(null, List.of(), options()))));
            return resolved;
        }
        RunConfig resolved = loader.load(new ConfigRequest(config, assignments, options()));
        if (config != null) {
            ConfigFile.notice(config).ifPresent(console::tell);
        }
        return structure == null ? resolved : StructureFile.read(structure).applyTo(resolved, structure);
    }

    /** Any option but the task that says what to train, or for how long, selects the full schedule. */
    private boolean isShortRun() {
        return agent == null
                && preset == null
                && steps == null
                && targetParams == null
                && targetKib == null
                && targetTrained == null
                && config == null
                && structure == null
                && assignments.isEmpty();
    }

    private String shortRunNotice(RunConfig resolved, RunConfig full) {
        var command = new StringBuilder();
        command.append(RootLocale.format(
                "espalier train --env %s --preset %s --steps %d",
                ShellWord.of(full.env()), full.preset(), full.steps()));
        append(command, "--seed", seed);
        append(command, "--seeds", seeds);
        append(command, "--device", device);
        return RootLocale.format("""
                This is a short run: the schedule of preset %s is scaled down to %d steps.
                The full schedule: %s""", resolved.preset(), resolved.steps(), command);
    }

    private static void append(StringBuilder command, String option, @Nullable Object value) {
        if (value != null) {
            command.append(' ').append(option).append(' ').append(value);
        }
    }

    private Map<String, String> options() {
        var given = new LinkedHashMap<String, String>();
        Tasks.put(given, "--env", env);
        Tasks.put(given, "--agent", agent);
        Tasks.put(given, "--preset", preset);
        Tasks.put(given, "--steps", steps);
        Tasks.put(given, "--seed", seed);
        Tasks.put(given, "--device", device);
        Tasks.put(given, "--target-params", targetParams);
        Tasks.put(given, "--target-kib", targetKib);
        Tasks.put(given, "--target-trained", targetTrained);
        return given;
    }

    private Path defaultDirectory(RunConfig config) {
        String name = RootLocale.format(
                "%s-%s-%s-%s",
                Environments.fileName(config.env()),
                Presets.title(config.agent(), config.preset()),
                seeds != null ? "seeds" + seeds : "seed" + config.seed(),
                STAMP.format(LocalDateTime.now(ZoneId.systemDefault())));
        return Path.of("runs", name);
    }
}
