package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.cli.CommandRunner.Outcome;
import dev.espalier.cli.console.Tasks;
import dev.espalier.config.ConfigFile;
import dev.espalier.config.ConfigRequest;
import dev.espalier.config.RunConfig;
import dev.espalier.env.Environments;
import dev.espalier.prune.UnitLayer;
import dev.espalier.run.files.StructureFile;
import dev.espalier.run.loop.Blueprints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code params}, and {@code train --structure}, which reads what {@code params DIR} counts. */
class ParamsCommandTest {

    private final RecordedRuns runs = new RecordedRuns();
    private final CommandRunner espalier = new CommandRunner(runs);

    @TempDir
    Path run;

    /** A pruned run: the last layer of phi_o is removed, the policy is smaller. */
    @BeforeEach
    void writeRun() throws IOException {
        RunConfig config = Tasks.configLoader()
                .load(new ConfigRequest(null, List.of(), Map.of("--env", "Hopper-v5", "--preset", "prune-b")));
        var blueprint = Blueprints.of(config, Environments.spec("Hopper-v5"));
        var structure = blueprint
                .structure()
                .with(Map.of(
                        new UnitLayer("phi_o", 5), 0, new UnitLayer("policy", 0), 8, new UnitLayer("policy", 1), 9));
        Files.writeString(run.resolve("config.yml"), ConfigFile.toYaml(config));
        StructureFile.write(run.resolve("structure.json"), "Hopper-v5", "sac", 1000, blueprint.with(structure));
    }

    @Test
    void printsTheContract() {
        assertThat(espalier.run("params", "--env", "HalfCheetah-v2", "--preset", "ofe", "--json"))
                .isEqualTo(new Outcome(
                        0,
                        "{\"deployed\":173324,\"trained\":826535,\"networks\":{\"phi_o\":34304,\"phi_oa\":101376,"
                                + "\"predictor\":9112,\"policy\":139020,\"value\":136193,\"q1\":203265,\"q2\":203265}}\n",
                        ""));
    }

    @Test
    void printsZerosForWhatAnAgentLacks() {
        assertThat(espalier.run("params", "--env", "Hopper-v5", "--preset", "sac", "--json")
                        .out())
                .contains("\"networks\":{\"phi_o\":0,\"phi_oa\":0,\"predictor\":0,\"policy\":");
    }

    @Test
    void speaksToPeopleByDefault() {
        assertThat(espalier.run("params", "--env", "HalfCheetah-v2", "--preset", "ofe")
                        .out())
                .isEqualTo("""
                        Preset ofe of sac on HalfCheetah-v2, as it starts
                        phi_o           34304  hidden units 32 32 32 32 32 32 32 32
                        phi_oa         101376  hidden units 32 32 32 32 32 32 32 32
                        predictor        9112  no hidden layer
                        policy         139020  hidden units 256 256
                        value          136193  hidden units 256 256
                        q1             203265  hidden units 256 256
                        q2             203265  hidden units 256 256
                        deployed       173324  dR 100.0 % of preset ofe
                        trained        826535  tR 100.0 % of preset ofe
                        """);
    }

    @Test
    void settingsCount() throws IOException {
        Path file = Files.writeString(run.resolve("my.yml"), "ofe.layers: 1\n");
        String json = espalier.run(
                        "params",
                        "--env",
                        "Hopper-v5",
                        "--preset",
                        "ofe",
                        "--config",
                        file.toString(),
                        "--set",
                        "ofe.units=2",
                        "--json")
                .out();
        assertThat(json).contains("\"phi_o\":" + (11 * 2 + 2 + 4 * 2) + ",");
    }

    @Test
    void countsARunAsItIs() {
        int policy = (11 + 5 * 128 + 1) * 8 + 9 * 9 + 10 * 6;

        assertThat(espalier.run("params", run.toString()).out())
                .startsWith(run + " on Hopper-v5, after 1000 steps\n")
                .contains("hidden units 128 128 128 128 128 0\n")
                .containsPattern("policy +" + policy + "  hidden units 8 9\n");
        assertThat(espalier.run("params", run.toString(), "--json").out()).contains("\"policy\":" + policy + ",");
    }

    @Test
    void aRunWithoutStructureIsBadInput() throws IOException {
        Files.delete(run.resolve("structure.json"));
        assertThat(espalier.run("params", run.toString()))
                .isEqualTo(new Outcome(
                        2,
                        "",
                        "espalier: " + run
                                + " has no structure.json, which tells what pruning left; the networks that it started with:"
                                + " espalier params --config " + run.resolve("config.yml") + "\n"));
    }

    @Test
    void trainsAStructureFromScratch() {
        Outcome outcome = espalier.run(
                "train",
                "--env",
                "Hopper-v5",
                "--preset",
                "ofe",
                "--structure",
                run.resolve("structure.json").toString());

        assertThat(outcome.code()).isZero();
        RunConfig config = Objects.requireNonNull(runs.config);
        assertThat(config.structure().policy()).containsExactly(8, 9);
        assertThat(config.structure().phiO()).containsExactly(128, 128, 128, 128, 128, 0);
        assertThat(config.structure().q2()).containsExactly(512, 512);
        assertThat(config.prune().gates()).isFalse();
    }

    @Test
    void aStructureThatDoesNotFitIsBadInput() throws IOException {
        Path file = run.resolve("structure.json");
        assertRefused(file, "made for Hopper-v5 with 11 observation and 3 action entries, but", "Ant-v5", "ofe");
        assertRefused(file, "it has phi_o, phi_oa, which preset sac of agent sac does not have;", "Hopper-v5", "sac");
        Path broken = Files.writeString(run.resolve("broken.json"), "{\"env\": ");
        assertThat(espalier.run("train", "--structure", broken.toString()).err())
                .startsWith("espalier: " + broken + ":1:9: not valid JSON: ");
        assertThat(runs.config).as("nothing was trained").isNull();
    }

    private void assertRefused(Path file, String problem, String env, String preset) {
        Outcome outcome = espalier.run("train", "--env", env, "--preset", preset, "--structure", file.toString());
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("espalier: " + file + ": " + problem);
    }
}
