package dev.espalier.cli;

import dev.espalier.cli.console.Console;
import dev.espalier.cli.console.ExitCode;
import dev.espalier.cli.console.InputException;
import dev.espalier.cli.console.OutputFile;
import dev.espalier.cli.replay.ReplayedEpisode;
import dev.espalier.run.TrainedPolicy;
import dev.espalier.store.AtomicFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code espalier replay}. */
@Command(
        name = "replay",
        description = {
            "Watch an episode of a run's deterministic policy, as its last checkpoint (or, without any, policy/) holds it.",
            "",
            "The page is one file that works without a network: the scene in three dimensions, to be turned with the"
                    + " mouse or the arrow keys, and below it the reward, the return and each entry of the action over"
                    + " time. The picture is an animated GIF of at most the first ten seconds."
        },
        footer = {
            "",
            "The episode is the first that 'espalier eval' plays with the same seed.",
            "",
            "Examples:",
            "  espalier replay runs/my-run --out replay.html",
            "  espalier replay runs/my-run --out replay.html --gif replay.gif --seed 7 --steps 200"
        })
final class ReplayCommand extends RunCommand {

    @Option(names = "--out", paramLabel = "FILE.html", description = "Write the page to this file.")
    private @Nullable Path out;

    @Option(names = "--gif", paramLabel = "FILE.gif", description = "Write the picture to this file.")
    private @Nullable Path gif;

    @Option(names = "--seed", paramLabel = "N", description = "Decides the start state. Default: ${DEFAULT-VALUE}.")
    private long seed = 0;

    @Option(names = "--steps", paramLabel = "N", description = "Cut the episode after N steps. Default: play it all.")
    private @Nullable Integer steps;

    ReplayCommand(Console console, Runs runs) {
        super(console, runs);
    }

    @Override
    public Integer call() {
        if (out == null && gif == null) {
            throw new InputException("nothing to write; give --out FILE.html, --gif FILE.gif or both");
        }
        if (steps != null) {
            InputException.requireAtLeastOne("--steps", steps);
        }
        if (out != null) {
            OutputFile.requireWritable("--out", out);
        }
        if (gif != null) {
            OutputFile.requireWritable("--gif", gif);
        }
        if (out != null && gif != null && same(out, gif)) {
            throw new InputException("--out and --gif are the same file " + gif + "; give two");
        }
        TrainedPolicy trained = runs.policy(run.get(), false, messages());
        ReplayedEpisode replay =
                ReplayedEpisode.of(run.get(), trained, seed, steps == null ? Integer.MAX_VALUE : steps);
        // Both are created before the first is written.
        Map<Path, byte[]> files = new LinkedHashMap<>();
        if (out != null) {
            files.put(out, replay.page());
        }
        if (gif != null) {
            files.put(gif, replay.picture());
        }
        files.forEach(AtomicFiles::writeBytes);
        if (!replay.departures().isEmpty()) {
            console.tell("espalier: " + String.join("; ", replay.departures()));
        }
        console.out().println(replay.summary());
        files.keySet().forEach(console.out()::println);
        return ExitCode.DONE;
    }

    private static boolean same(Path a, Path b) {
        return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
    }
}
