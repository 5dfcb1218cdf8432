package dev.espalier.cli;

import dev.espalier.cli.console.Console;
import dev.espalier.cli.seeds.SeedFolder;
import dev.espalier.cli.seeds.SeedSession;
import dev.espalier.config.ConfigFile;
import dev.espalier.config.ConfigLoader;
import dev.espalier.config.RunConfig;
import dev.espalier.run.Resumption;
import dev.espalier.run.files.RunDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code espalier resume}. */
@Command(
        name = "resume",
        description = "Go on with a run from its last checkpoint, bit for bit as if it had never stopped.",
        footer = {
            "",
            "With --steps the run goes on to so many steps, whatever its evaluations score (evaluation.stop_at); what pruning",
            "does is done at the steps at which it was to be done. A linear schedule of the learning rate falls to 0 at the new",
            "end, so the rate of a run that had ended rises again: from 300k steps to 600k, to half of what it was at first.",
            "",
            "Examples:",
            "  espalier resume runs/my-run",
            "  espalier resume runs/my-run --steps 300k",
            "  espalier resume runs/my-seeds             go on with what 'train --seeds' began"
        })
final class ResumeCommand extends RunCommand {

    private static final String ACCEPT = "--accept-changes";
    private static final String STEPS = "--steps";

    @Option(
            names = ACCEPT,
            description = "Go on although files of the task's model, or of your own class path, are not as they were.")
    private boolean acceptChanges;

    @Option(
            names = STEPS,
            paramLabel = "N",
            description = "Environment steps of the whole run, from its start: at least as many as it was to have.")
    private @Nullable String steps;

    ResumeCommand(Console console, Runs runs) {
        super(console, runs);
    }

    @Override
    public Integer call() {
        Path directory = run.get();
        var longer = steps == null ? null : new Resumption.Steps(STEPS + " " + steps, ConfigLoader.steps(STEPS, steps));
        List<Path> seeds = SeedFolder.runs(directory);
        if (!seeds.isEmpty()) {
            return resumeSeeds(directory, seeds, longer);
        }
        var how = new Resumption(null, longer, acceptChanges);
        console.out().println("Resuming " + directory);
        return RunSession.play(console, directory, (listener, stop) -> runs.resume(directory, how, listener, stop));
    }

    private int resumeSeeds(Path folder, List<Path> seeds, Resumption.@Nullable Steps longer) {
        if (longer != null) {
            // Before any of them begins: all are extended, or none.
            seeds.forEach(seed -> ConfigFile.read(new RunDirectory(seed).config())
                    .lasting(longer.where() + ", " + seed.getFileName(), longer.count()));
        }
        List<String> options = new ArrayList<>();
        if (acceptChanges) {
            options.add(ACCEPT);
        }
        if (steps != null) {
            options.addAll(List.of(STEPS, steps));
        }
        RunConfig config = ConfigFile.read(new RunDirectory(seeds.getFirst()).config());
        console.out().println("Resuming the seeds of " + folder);
        try (var stop = new StopSignal(console.err())) {
            return SeedSession.play(console, folder, seeds, config, options, stop);
        }
    }
}
