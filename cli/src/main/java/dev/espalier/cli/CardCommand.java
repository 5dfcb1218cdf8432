package dev.espalier.cli;

import dev.espalier.cli.card.ModelCard;
import dev.espalier.cli.console.Console;
import dev.espalier.cli.console.ExitCode;
import dev.espalier.cli.console.InputException;
import dev.espalier.cli.console.OutputFile;
import dev.espalier.cli.console.PublishedName;
import dev.espalier.run.TrainedPolicy;
import dev.espalier.run.loop.Evaluator;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code espalier card}. */
@Command(
        name = "card",
        description = {
            "Write a model card: a run's deterministic policy, as its last checkpoint (or, without any, policy/) holds it, as a folder"
                    + " to publish.",
            "",
            "The folder holds README.md, which opens with the metadata that Hugging Face's hub reads and tells what was"
                    + " measured, how the policy is used and what the figures do not show; the policy as a bundle, verified"
                    + " as by 'espalier export'; curves.png, the run's learning curve; and its config.yml.",
        },
        footer = {
            "",
            "The score is that of 'espalier eval' with the same episodes and seed. If the simulator gave up some of them, the page"
                    + " says how many, and the metadata have no score.",
            "",
            "Examples:",
            "  espalier card runs/my-run --out hopper-card",
            "  espalier card runs/my-run --out hopper-card --episodes 100 --seed 7",
            "  espalier card runs/unfinished --round --out hopper-card"
        })
final class CardCommand extends RunCommand {

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            required = true,
            description = "The folder; a new one, or an earlier card, which is replaced.")
    private @Nullable Path out;

    @Option(names = "--episodes", paramLabel = "N", description = "Episodes to play. Default: ${DEFAULT-VALUE}.")
    private int episodes = 10;

    @Option(names = "--seed", paramLabel = "N", description = "Decides the start states. Default: ${DEFAULT-VALUE}.")
    private long seed = 0;

    @Mixin
    private DecidedPolicy policy = new DecidedPolicy();

    @Mixin
    private PublishedName name = new PublishedName();

    CardCommand(Console console, Runs runs) {
        super(console, runs);
    }

    @Override
    public Integer call() {
        InputException.requireAtLeastOne("--episodes", episodes);
        name.check();
        Path folder = Objects.requireNonNull(out);
        Path directory = run.get();
        OutputFile.requireFolder("--out", folder);
        ModelCard.requireReplaceable(folder);
        ModelCard card = ModelCard.of(directory);
        TrainedPolicy trained = name.of(policy.of(this));
        Evaluator.Result result = card.write(folder, trained, policy.isRounded(), episodes, seed);
        console.print(
                "%s: %s policy of step %d, %d parameters, mean return %.2f, std %.2f over %d episodes%n",
                folder, trained.task(), trained.step(), trained.deployed(), result.mean(), result.std(), episodes);
        tellLostEpisodes(result);
        return ExitCode.DONE;
    }
}
