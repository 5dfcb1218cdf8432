package dev.espalier.cli;

import dev.espalier.cli.console.Console;
import dev.espalier.cli.console.ExitCode;
import dev.espalier.cli.console.InputException;
import dev.espalier.cli.console.RunDisplay;
import dev.espalier.run.loop.Evaluator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code espalier eval}. */
@Command(
        name = "eval",
        description = "Play whole episodes with a run's deterministic policy, as its last checkpoint holds it.",
        footer = {
            "",
            "std is taken over these episodes (divided by their number). Episodes that the simulator gave up are lost; they count"
                    + " with what they had brought until then.",
            "",
            "Examples:",
            "  espalier eval runs/my-run",
            "  espalier eval runs/my-run --episodes 100 --seed 7 --json"
        })
final class EvalCommand extends RunCommand {

    @Option(names = "--episodes", paramLabel = "N", description = "Episodes. Default: ${DEFAULT-VALUE}.")
    private int episodes = 10;

    @Option(names = "--seed", paramLabel = "N", description = "Decides the start states. Default: ${DEFAULT-VALUE}.")
    private long seed = 0;

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
        Evaluator.Result result = runs.evaluate(run.get(), episodes, seed, messages());
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
}
