package dev.espalier.cli;

import dev.espalier.cli.console.Console;
import dev.espalier.cli.console.ExitCode;
import dev.espalier.cli.console.InputException;
import dev.espalier.cli.console.RunDisplay;
import dev.espalier.run.BundleFile;
import dev.espalier.run.files.RunDirectory;
import dev.espalier.run.files.ShellWord;
import dev.espalier.run.loop.Evaluator;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code espalier eval}. */
@Command(
        name = "eval",
        description = {
            "Play whole episodes with a deterministic policy: that of a run's last checkpoint, that of its best evaluation, or one"
                    + " that was kept or exported as a bundle. Of a run that was published without checkpoints it is that of its"
                    + " end, policy/.",
        },
        footer = {
            "",
            "std is taken over these episodes (divided by their number). Episodes that the simulator gave up are lost; they count"
                    + " with what they had brought until then.",
            "",
            "Examples:",
            "  espalier eval runs/my-run",
            "  espalier eval runs/my-run --best",
            "  espalier eval runs/my-run/ladder/below-512",
            "  espalier eval runs/my-run --episodes 100 --seed 7 --json"
        })
final class EvalCommand extends RunCommand {

    @Option(names = "--episodes", paramLabel = "N", description = "Episodes. Default: ${DEFAULT-VALUE}.")
    private int episodes = 10;

    @Option(names = "--seed", paramLabel = "N", description = "Decides the start states. Default: ${DEFAULT-VALUE}.")
    private long seed = 0;

    @Option(names = "--best", description = "The policy with the best evaluation of the run, not the last one.")
    private boolean best;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    EvalCommand(Console console, Runs runs) {
        super(console, runs);
    }

    /** The document of {@code --json}. */
    private record Document(List<Double> returns, double mean, double std, List<Integer> lengths, int lostEpisodes) {}

    @Override
    public Integer call() {
        InputException.requireAtLeastOne("--episodes", episodes);
        Evaluator.Result result = runs.evaluate(folder(), episodes, seed, messages());
        if (json) {
            console.json(new Document(
                    result.returns(), result.mean(), result.std(), result.lengths(), result.lostEpisodes()));
        } else {
            for (int i = 0; i < result.returns().size(); i++) {
                console.print(
                        "episode %d: return %.2f in %d steps%n",
                        i + 1, result.returns().get(i), result.lengths().get(i));
            }
            String lost = result.lostEpisodes() == 0 ? "" : ", " + result.lostEpisodes() + " of them lost";
            console.out().println(RunDisplay.summary(result.returns()) + lost);
        }
        tellLostEpisodes(result);
        return ExitCode.DONE;
    }

    private Path folder() {
        Path folder = run.get();
        if (!best) {
            return folder;
        }
        Path kept = RunDirectory.open(folder).best();
        if (!BundleFile.isOne(kept)) {
            throw new InputException(folder
                    + " has no best policy to play: it has not been evaluated yet, an earlier version of Espalier made"
                    + " it, or only its records were kept; 'espalier ladder " + ShellWord.of(folder)
                    + "' lists what it kept");
        }
        return kept;
    }
}
