package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.agent.sac.SacConfig;
import dev.espalier.agent.td3.Td3Config;
import dev.espalier.cli.CommandRunner.Outcome;
import dev.espalier.cli.console.Tasks;
import dev.espalier.config.ConfigRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code espalier train}: what it asks the library to train, and what it says about it. */
class TrainCommandTest {

    private final RecordedRuns runs = new RecordedRuns();
    private final CommandRunner espalier = new CommandRunner(runs);

    @TempDir
    private Path folder;

    @Test
    void trainAloneIsAFirstRunOnASmallTask() {
        Outcome outcome = espalier.run("train", "--seed", "2");

        assertThat(outcome.code()).isZero();
        var config = Objects.requireNonNull(runs.config);
        assertThat(config.prune().gates()).isTrue();
        assertThat(config.seed()).isEqualTo(2);
        assertThat(outcome.out())
                .startsWith(String.format(
                                Locale.ROOT,
                                "Training preset prune of sac on InvertedDoublePendulum-v5: %d steps, seed 2, on the cpu.\n",
                                config.steps())
                        + "Run directory: runs/InvertedDoublePendulum-v5-prune-seed2-")
                .contains("Done: mean return 9280.3 over 2 episodes, solved (9100.0 is enough), by a policy of 391"
                        + " parameters, pruned from 7716.\n");
        assertThat(outcome.err())
                .startsWith("This is a first run: ")
                .endsWith("\nA longer one: espalier train --env HalfCheetah-v5 --preset prune --steps 300k"
                        + " --target-params 28k\n");
    }

    @Test
    void theEndOfARunWithoutEvaluationOrPruningSaysNoMoreThanIsKnown() {
        runs.evaluation = null;
        runs.before = runs.now;

        assertThat(espalier.run("train").out()).contains("\nDone: a policy of 391 parameters.\n");
    }

    @Test
    void trainWithATaskAloneIsAShortRunAndSaysSo() {
        Outcome outcome = espalier.run("train", "--env", "Hopper-v5");

        assertThat(outcome.code()).isZero();
        var config = Objects.requireNonNull(runs.config);
        assertThat(config.steps()).isLessThan(100_000);
        assertThat(config.prune().gates()).isTrue();
        assertThat(outcome.out())
                .startsWith(String.format(
                                Locale.ROOT,
                                "Training preset prune-b of sac on Hopper-v5: %d steps, seed 0, on the cpu.\n",
                                config.steps())
                        + "Run directory: runs/Hopper-v5-prune-b-seed0-");
        assertThat(Objects.requireNonNull(runs.directory).toString())
                .matches("runs/Hopper-v5-prune-b-seed0-\\d{8}-\\d{6}");
        assertThat(outcome.err())
                .isEqualTo(String.format(
                                Locale.ROOT,
                                "This is a short run: the schedule of preset prune-b is scaled down to %d steps.\n",
                                config.steps())
                        + "The full schedule: espalier train --env Hopper-v5 --preset prune-b --steps 1000000\n");
    }

    @Test
    void aShortRunKeepsTaskSeedDeviceAndDirectory() {
        Outcome outcome =
                espalier.run("train", "--env", "Ant-v5", "--seed", "3", "--device", "cuda", "--out", "runs/x");

        var config = Objects.requireNonNull(runs.config);
        assertThat(config.steps()).isLessThan(100_000);
        assertThat(config.env()).isEqualTo("Ant-v5");
        assertThat(config.seed()).isEqualTo(3);
        assertThat(config.device()).isEqualTo("cuda");
        assertThat(outcome.err())
                .endsWith("The full schedule: espalier train --env Ant-v5 --preset prune-b --steps 1000000 --seed 3"
                        + " --device cuda\n");
    }

    @Test
    void anotherAgentIsTrainedByTheSamePresets() {
        Outcome outcome = espalier.run("train", "--agent", "td3", "--preset", "plain");

        assertThat(outcome.out()).startsWith("Training preset plain of td3 on Hopper-v5: 1000000 steps");
        assertThat(Objects.requireNonNull(runs.config).learner()).isInstanceOf(Td3Config.class);
        assertThat(Objects.requireNonNull(runs.directory).toString()).startsWith("runs/Hopper-v5-td3-seed0-");
        espalier.run("train", "--agent", "td3", "--preset", "prune-b");
        assertThat(Objects.requireNonNull(runs.directory).toString()).startsWith("runs/Hopper-v5-td3-prune-b-seed0-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--preset prune-b", "--agent sac", "--steps 1000000", "--set log_every=1000"})
    void anOptionThatSaysWhatToTrainGivesTheFullSchedule(String arguments) {
        Outcome outcome = espalier.run(("train " + arguments).split(" "));

        assertThat(Objects.requireNonNull(runs.config))
                .isEqualTo(Tasks.configLoader().load(new ConfigRequest(null, List.of(), Map.of())));
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void aConfigurationFileGivesTheFullSchedule() throws IOException {
        Path file = Files.writeString(folder.resolve("my.yml"), "seed: 3\n");

        Outcome outcome = espalier.run("train", "--config", file.toString());

        assertThat(Objects.requireNonNull(runs.config).steps()).isEqualTo(1_000_000);
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void trainHandsOnEveryOption() throws IOException {
        Path file = Files.writeString(folder.resolve("my.yml"), "log_every: 7\n");
        Path out = folder.resolve("run");
        Outcome outcome = espalier.run(
                "train",
                "--env",
                "Hopper-v5",
                "--agent",
                "sac",
                "--preset",
                "sac-big",
                "--steps",
                "5",
                "--seed",
                "-3",
                "--device",
                "cuda",
                "--config",
                file.toString(),
                "--set",
                "sac.tau=0.5",
                "--set",
                "threads=2",
                "--out",
                out.toString());

        assertThat(outcome.code()).isZero();
        var config = Objects.requireNonNull(runs.config);
        assertThat(config.env()).isEqualTo("Hopper-v5");
        assertThat(config.preset()).isEqualTo("sac-big");
        assertThat(((SacConfig) config.learner()).hidden()).containsExactly(1024, 1024);
        assertThat(config.steps()).isEqualTo(5);
        assertThat(config.seed()).isEqualTo(-3);
        assertThat(config.device()).isEqualTo("cuda");
        assertThat(config.logEvery()).isEqualTo(7);
        assertThat(((SacConfig) config.learner()).tau()).isEqualTo(0.5);
        assertThat(config.threads()).isEqualTo(2);
        assertThat(runs.directory).isEqualTo(out);
        assertThat(outcome.out()).endsWith("espalier export " + out + " --format c --out policy.h\n");
    }
}
