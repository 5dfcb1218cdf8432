package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pruned run of PPO from the command line to a C file; its normaliser is part of every exported policy. */
class PpoCommandsTest {

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private static Path run;

    private static CommandRunner.Outcome espalier(String... arguments) {
        return new CommandRunner(new LibraryRuns()).run(arguments);
    }

    @BeforeAll
    static void train() {
        run = shared.resolve("run");
        List<String> arguments = new ArrayList<>(List.of(
                "train", "--env", "Hopper-v5", "--agent", "ppo", "--preset", "prune-b", "--steps", "1024", "--out"));
        arguments.add(run.toString());
        for (String setting : List.of(
                "ppo.hidden=[12, 12]",
                "ppo.rollout=64",
                "environments=2",
                "ofe.units=6",
                "ofe.layers=2",
                "prune.theta_learning_rate=0.01",
                "evaluation.every=512",
                "evaluation.episodes=2",
                "checkpoint.every=100")) {
            arguments.add("--set");
            arguments.add(setting);
        }
        CommandRunner.Outcome trained = espalier(arguments.toArray(String[]::new));
        assertThat(trained.code()).as(trained.err()).isZero();
    }

    @Test
    void itWasPrunedAndNormalised() throws Exception {
        assertThat(run.resolve("prune_events.jsonl")).isNotEmptyFile();
        assertThat(Files.readString(run.resolve("config.yml"))).contains("ppo:", "normalise_observations: true");
        assertThat(Files.readAllLines(run.resolve("progress.csv")).getFirst())
                .contains("train/approx_kl", "train/clip_fraction", "train/ofe_loss");
    }

    /** Each export is compared with the trainer's policy on observations of real episodes, and all by their returns. */
    @Test
    void policiesInEveryFormatDoWhatTheTrainersDoes() {
        for (String format : List.of("bundle", "onnx", "c")) {
            CommandRunner.Outcome exported = espalier(
                    "export",
                    run.toString(),
                    "--format",
                    format,
                    "--out",
                    folder.resolve("policy." + format).toString());

            assertThat(exported.code()).as(exported.err()).isZero();
            assertThat(exported.out()).contains("verified with");
        }
    }

    @Test
    void whatElseAsksForARunTakesIt() {
        for (List<String> command : List.of(
                List.of("eval", run.toString(), "--episodes", "1"),
                List.of("params", run.toString()),
                List.of("digest", run.toString()),
                List.of("ladder", run.toString()),
                List.of("card", run.toString(), "--out", folder.resolve("card").toString()),
                List.of(
                        "report",
                        run.toString(),
                        "--out",
                        folder.resolve("report").toString()))) {
            CommandRunner.Outcome answered = espalier(command.toArray(String[]::new));

            assertThat(answered.code()).as("%s: %s", command, answered.err()).isZero();
        }
        assertThat(folder.resolve("report/report.html"))
                .content()
                .contains("ppo-prune-b", "ppo.rollout=64 (preset: 2048)", "environments=2 (preset: 1)", "ofe.units=6");
    }
}
