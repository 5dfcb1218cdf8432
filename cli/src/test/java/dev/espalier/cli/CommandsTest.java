package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.espalier.agent.sac.SacConfig;
import dev.espalier.agent.td3.Td3Config;
import dev.espalier.cli.CommandRunner.Outcome;
import dev.espalier.cli.console.Tasks;
import dev.espalier.config.ConfigRequest;
import dev.espalier.env.Environments;
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

/** What each command requests from the library and prints. */
class CommandsTest {

    private final RecordedRuns runs = new RecordedRuns();
    private final CommandRunner espalier = new CommandRunner(runs);

    @TempDir
    Path folder;

    private static JsonNode json(String text) throws IOException {
        assertThat(text.strip()).as("one document on one line").doesNotContain("\n");
        return new ObjectMapper().readTree(text);
    }

    @Test
    void trainAloneIsAShortRunAndSaysSo() {
        Outcome outcome = espalier.run("train");

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
    void whoeverSaysWhatToTrainGetsTheFullSchedule(String arguments) {
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
        assertThat(outcome.out()).endsWith("Done. Evaluate it with: espalier eval " + out + "\n");
    }

    @Test
    void resumeWorksOnTheDirectory() {
        assertThat(espalier.run("resume", folder.toString()).code()).isZero();
        assertThat(runs.directory).isEqualTo(folder);
    }

    @Test
    void evalPrintsOneJsonDocument() throws IOException {
        Outcome outcome = espalier.run("eval", folder.toString(), "--episodes", "2", "--seed", "9", "--json");

        JsonNode document = json(outcome.out());
        assertThat(document.fieldNames())
                .toIterable()
                .containsExactly("returns", "mean", "std", "lengths", "lost_episodes");
        assertThat(document.get("returns").toString()).isEqualTo("[1.0,4.0]");
        assertThat(document.get("lengths").toString()).isEqualTo("[10,20]");
        assertThat(document.get("mean").doubleValue()).isEqualTo(2.5);
        assertThat(document.get("std").doubleValue()).isCloseTo(1.5, within(1e-12));
        assertThat(runs.episodes).isEqualTo(2);
        assertThat(runs.seed).isEqualTo(9);
        assertThat(outcome.code()).isZero();
    }

    @Test
    void evalTellsOfLostEpisodesBesideTheReturn() {
        runs.lostEpisodes = 1;
        assertThat(espalier.run("eval", folder.toString()).out())
                .endsWith("mean return 2.5, std 1.5, 2 episodes, 1 of them lost\n");
    }

    @Test
    void evalSpeaksToPeopleByDefault() {
        assertThat(espalier.run("eval", folder.toString()).out()).isEqualTo("""
                        episode 1: return 1.00 in 10 steps
                        episode 2: return 4.00 in 20 steps
                        mean return 2.5, std 1.5, 2 episodes
                        """);
        assertThat(runs.episodes).as("as many as documented").isEqualTo(10);
    }

    @Test
    void digestPrintsTheDigestAlone() {
        assertThat(espalier.run("digest", folder.toString()).out()).isEqualTo("00ff\n");
        assertThat(runs.directory).isEqualTo(folder);
    }

    @Test
    void envsListsEveryTask() throws IOException {
        JsonNode list = json(espalier.run("envs", "--json").out());
        assertThat(list.findValuesAsText("id"))
                .hasSameSizeAs(Environments.all())
                .contains("HalfCheetah-v5", "Ant-v2");
        assertThat(list.get(0).fieldNames())
                .toIterable()
                .containsExactly("id", "observation_size", "action_size", "max_episode_steps", "description");
        assertThat(espalier.run("envs").out()).contains("Hopper-v5").contains("hop on one leg");
    }

    @Test
    void presetsListsEveryPreset() throws IOException {
        assertThat(json(espalier.run("presets", "--json").out()).findValuesAsText("name"))
                .containsExactly(
                        "plain",
                        "plain-big",
                        "ofe",
                        "ofe-big",
                        "prune",
                        "prune-a",
                        "prune-b",
                        "prune-c",
                        "sac",
                        "sac-big");
        assertThat(espalier.run("presets").out()).contains("plain-big  the same with two hidden layers of 1024 units");
    }

    @Test
    void benchEnvMeasuresBothLoops() throws IOException {
        Outcome outcome =
                espalier.run("bench", "env", "--env", "Hopper-v5", "--steps", "50", "--rounds", "3", "--json");

        JsonNode result = json(outcome.out());
        assertThat(result.fieldNames())
                .toIterable()
                .containsExactly("env", "environment_steps_per_second", "bare_steps_per_second", "ratio");
        assertThat(result.get("bare_steps_per_second").doubleValue()).isPositive();
        assertThat(result.get("ratio").doubleValue()).isPositive();
    }

    @Test
    void benchUpdateMeasuresTheAgentAndItsProducts() throws IOException {
        Outcome outcome = espalier.run(
                "bench",
                "update",
                "--updates",
                "10",
                "--set",
                "replay_capacity=1000",
                "--set",
                "sac.hidden=[8]",
                "--env",
                "Hopper-v5",
                "--json");

        JsonNode result = json(outcome.out());
        assertThat(result.get("updates").intValue()).isEqualTo(10);
        // Two observations of 11 numbers, 3 of action, reward and end flag, 4 bytes each.
        assertThat(result.get("replay_bytes").intValue()).isEqualTo(1000 * (11 + 11 + 3 + 1 + 1) * 4);
        assertThat(result.get("ratio").doubleValue()).isPositive();
        assertThat(result.get("step_ratio").doubleValue()).isPositive();
        assertThat(result.get("phases").fieldNames())
                .toIterable()
                .contains(
                        "act", "environment", "replay", "policy", "value", "q1", "q2", "optimiser", "targets", "other");
        assertThat(result.get("phases"))
                .allSatisfy(time -> assertThat(time.doubleValue()).isPositive());
        assertThat(outcome.code()).isZero();
    }

    @Test
    void benchRunMeasuresARealRun() throws IOException {
        Outcome outcome = espalier.run(
                "bench",
                "run",
                "--steps",
                "300",
                "--preset",
                "prune-b",
                "--set",
                "sac.hidden=[8]",
                "--set",
                "ofe.units=4",
                "--set",
                "sac.batch=16",
                "--json");

        JsonNode result = json(outcome.out());
        assertThat(result.get("rows").size()).isGreaterThan(10);
        assertThat(result.get("rows")).allSatisfy(row -> {
            assertThat(row.get("steps_per_second").doubleValue()).isPositive();
            assertThat(row.get("trained").doubleValue()).isPositive();
        });
        assertThat(result.get("rows")
                        .get(result.get("rows").size() - 1)
                        .get("step")
                        .intValue())
                .isEqualTo(300);
        assertThat(result.get("phases").fieldNames()).toIterable().contains("evaluation", "checkpoint", "log", "ofe");
        assertThat(outcome.code()).isZero();
    }

    /** JSON has no NaN. */
    @Test
    void benchRunGivesNoSizeWhereNothingIsPruned() throws IOException {
        Outcome outcome = espalier.run(
                "bench",
                "run",
                "--steps",
                "100",
                "--preset",
                "sac",
                "--set",
                "sac.hidden=[8]",
                "--set",
                "sac.batch=16",
                "--json");

        assertThat(json(outcome.out()).get("rows"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.get("trained").isNull()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train",
                "resume",
                "eval",
                "digest",
                "report",
                "trace",
                "envs",
                "presets",
                "params",
                "bench env",
                "bench update",
                "bench run"
            })
    void everyCommandExplainsItselfWithAnExample(String command) {
        Outcome outcome = espalier.run((command + " --help").split(" "));

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .startsWith("Usage: espalier " + command)
                .contains("Example")
                .contains("  espalier " + command);
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void theVersionIsThere() {
        assertThat(espalier.run("--version").out()).startsWith("espalier ").contains("Java 25");
    }
}
