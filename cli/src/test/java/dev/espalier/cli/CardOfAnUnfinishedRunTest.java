package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.cli.CommandRunner.Outcome;
import dev.espalier.cli.console.Tasks;
import dev.espalier.config.ConfigRequest;
import dev.espalier.run.TrainingRun;
import dev.espalier.run.loop.RunListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code espalier card} for a run that was stopped during pruning. */
class CardOfAnUnfinishedRunTest {

    private final CommandRunner espalier = new CommandRunner(new LibraryRuns());

    private Path folder = Path.of("");
    private Path unfinished = Path.of("");
    private Path card = Path.of("");

    @BeforeEach
    void nameFolders(@TempDir Path own) {
        folder = own;
        unfinished = own.resolve("unfinished");
        card = own.resolve("card");
    }

    private Outcome card(String... more) {
        List<String> arguments = new ArrayList<>(List.of("card", unfinished.toString(), "--out", card.toString()));
        arguments.addAll(Arrays.asList(more));
        return espalier.run(arguments.toArray(String[]::new));
    }

    @Test
    void undecidedGatesAreRefusedAsByAnExportOrRounded() throws IOException {
        var steps = new AtomicInteger();
        TrainingRun.start(
                Tasks.configLoader()
                        .load(new ConfigRequest(
                                null,
                                List.of(
                                        "random_steps=50",
                                        "threads=1",
                                        "sac.hidden=[16,16]",
                                        "sac.batch=16",
                                        "ofe.units=8",
                                        "ofe.layers=2",
                                        "ofe.pretrain_updates=30",
                                        "prune.warmup_end=0.2",
                                        "evaluation.every=50",
                                        "evaluation.episodes=1"),
                                Map.of("--env", "InvertedPendulum-v5", "--preset", "prune-b", "--steps", "300"))),
                unfinished,
                RunListener.NOBODY,
                () -> steps.incrementAndGet() >= 100);

        Outcome export = espalier.run(
                "export",
                unfinished.toString(),
                "--format",
                "bundle",
                "--out",
                folder.resolve("bundle").toString());
        Outcome refused = card();
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .matches("espalier: .*: \\d+ gates are still undecided at step \\d+, .*--round.*\n")
                .isEqualTo(export.err());
        assertThat(folder.toFile().list()).containsExactly("unfinished");

        assertThat(card("--round", "--episodes", "1").code()).isZero();
        assertThat(Files.readString(card.resolve("README.md")))
                .contains("\n- pruning\n")
                .containsPattern("this is the policy of step \\d+ of 300")
                .contains("decided for this card by rounding");
    }
}
