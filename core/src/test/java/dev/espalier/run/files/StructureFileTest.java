package dev.espalier.run.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.espalier.architecture.Blueprint;
import dev.espalier.architecture.ParameterCount;
import dev.espalier.config.ConfigException;
import dev.espalier.config.ConfigFile;
import dev.espalier.config.RunConfig;
import dev.espalier.env.Environments;
import dev.espalier.prune.UnitLayer;
import dev.espalier.run.TestRuns;
import dev.espalier.run.loop.Blueprints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pruned structure is written, read and trained from scratch. */
class StructureFileTest {

    private static final RunConfig PRUNED = TestRuns.config(
            "env=Hopper-v5",
            "steps=10000",
            "ofe.units=4",
            "ofe.layers=2",
            "ofe.diagonals=true",
            "prune.gates=true",
            "sac.hidden=[8, 7]");
    private static final RunConfig OFE = TestRuns.config("env=Hopper-v5", "ofe.units=9", "sac.hidden=[16, 16]");

    @TempDir
    Path folder;

    /** A run after its pruning: the first layer of phi_o is removed, others are smaller. */
    private static Blueprint pruned() {
        Blueprint start = Blueprints.of(PRUNED, Environments.spec("Hopper-v5"));
        return start.with(start.structure()
                .with(Map.of(
                        new UnitLayer("phi_o", 0), 0,
                        new UnitLayer("phi_oa", 1), 3,
                        new UnitLayer("policy", 0), 1,
                        new UnitLayer("q2", 1), 5)));
    }

    private Path written() {
        Path file = folder.resolve("structure.json");
        StructureFile.write(file, "Hopper-v5", "sac", 1000, pruned());
        return file;
    }

    /** The file with one change. */
    private Path with(String old, String changed) throws IOException {
        String text = Files.readString(written());
        assertThat(text).contains(old);
        return Files.writeString(folder.resolve("changed.json"), text.replace(old, changed));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        StructureFile file = StructureFile.read(written());

        assertThat(file)
                .isEqualTo(new StructureFile(
                        "Hopper-v5", "sac", 11, 3, 1000, pruned().structure(), true, ParameterCount.of(pruned())));
    }

    @Test
    void theFormatIsAsDocumented() throws IOException {
        JsonNode root = new ObjectMapper().readTree(Files.readString(written()));

        assertThat(root.fieldNames())
                .toIterable()
                .containsExactly(
                        "env",
                        "agent",
                        "observation_size",
                        "action_size",
                        "step",
                        "deployed",
                        "trained",
                        "diagonals",
                        "networks");
        assertThat(root.get("diagonals").asBoolean()).isTrue();
        assertThat(root.get("networks").fieldNames())
                .toIterable()
                .containsExactly("phi_o", "phi_oa", "predictor", "policy", "value", "q1", "q2");
        // 11 diagonals; 11 diagonals and 4 units with 11 weights, a bias and 4 numbers of batch norm each
        assertThat(root.get("networks").get("phi_o").toString())
                .isEqualTo("{\"hidden\":[0,4],\"parameters\":" + (11 + 11 + 4 * (11 + 1 + 4)) + "}");
        // 15 features to 1 unit, to 7 units, to mean and log sigma of 3 entries
        int policy = 16 + 2 * 7 + 8 * 6;
        assertThat(root.get("networks").get("policy").toString())
                .isEqualTo("{\"hidden\":[1,7],\"parameters\":" + policy + "}");
        assertThat(root.get("networks").get("predictor").get("hidden")).isEmpty();
        assertThat(root.get("deployed").asLong()).isEqualTo(86 + policy);
    }

    @Test
    void aStructureOfAnotherTaskOfEqualSizesIsRefused() {
        Path file = folder.resolve("structure.json");
        var cheetah = TestRuns.config("env=HalfCheetah-v5", "sac.hidden=[8, 7]");
        StructureFile.write(
                file, "HalfCheetah-v5", "sac", 0, Blueprints.of(cheetah, Environments.spec("HalfCheetah-v5")));
        StructureFile structure = StructureFile.read(file);

        assertThat(structure
                        .applyTo(TestRuns.config("env=HalfCheetah-v2"), file)
                        .structure()
                        .policy())
                .containsExactly(8, 7);
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> structure.applyTo(TestRuns.config("env=Walker2d-v5"), file))
                .withMessage(
                        file
                                + ": it was found on HalfCheetah-v5, which is another task than Walker2d-v5; choose the task with --env");
    }

    @Test
    void anAgentWithoutExtractorsHasNone() {
        Path file = folder.resolve("structure.json");
        StructureFile.write(
                file,
                "Hopper-v5",
                "sac",
                7,
                Blueprints.of(TestRuns.config("env=Hopper-v5"), Environments.spec("Hopper-v5")));

        StructureFile read = StructureFile.read(file);
        assertThat(read.structure().hidden().keySet()).containsExactly("policy", "value", "q1", "q2");
        assertThat(read.count().networks()).containsEntry("phi_o", 0L).containsEntry("predictor", 0L);
    }

    @Test
    void thePrunedStructureIsTrainedFromScratch() throws IOException {
        RunConfig control = StructureFile.read(written()).applyTo(OFE, folder);

        Blueprint blueprint = Blueprints.of(control, Environments.spec("Hopper-v5"));
        assertThat(blueprint.structure()).isEqualTo(pruned().structure());
        assertThat(blueprint.extractorLayers()).isEqualTo(2);
        assertThat(blueprint.diagonals()).isTrue();
        assertThat(ParameterCount.of(blueprint)).isEqualTo(ParameterCount.of(pruned()));
        assertThat(ConfigFile.read(Files.writeString(folder.resolve("config.yml"), ConfigFile.toYaml(control))))
                .as("resume needs no file")
                .isEqualTo(control);
    }

    @Test
    void aStructureWithoutDiagonalsTakesThemAway() throws IOException {
        Path file = with("\"diagonals\" : true", "\"diagonals\" : false");

        assertThat(StructureFile.read(file).applyTo(PRUNED, file).ofe().diagonals())
                .isFalse();
    }

    @Test
    void refusesAnotherTask() {
        Path file = written();
        assertRefused(
                TestRuns.config("env=Walker2d-v5", "ofe.units=9"),
                file,
                file + ": made for Hopper-v5 with 11 observation and 3 action entries, but Walker2d-v5 has 17 and 6;"
                        + " choose another task with --env");
    }

    @Test
    void takesAnotherVersionOfTheTask() {
        RunConfig older = TestRuns.config("env=Hopper-v2", "ofe.units=9");
        assertThat(StructureFile.read(written())
                        .applyTo(older, folder)
                        .structure()
                        .policy())
                .containsExactly(1, 7);
    }

    @Test
    void refusesAPresetWithOtherNetworks() {
        Path file = written();
        assertRefused(
                TestRuns.config("env=Hopper-v5"),
                file,
                file
                        + ": it has phi_o, phi_oa, which preset sac of agent sac does not have; choose the agent and a preset with the same networks: ofe has extractors, plain has none");

        Path plain = folder.resolve("plain.json");
        StructureFile.write(
                plain,
                "Hopper-v5",
                "sac",
                7,
                Blueprints.of(TestRuns.config("env=Hopper-v5"), Environments.spec("Hopper-v5")));
        assertRefused(
                TestRuns.config("env=Hopper-v5", "ofe.units=3"),
                plain,
                plain
                        + ": it lacks phi_o, phi_oa, which preset sac of agent sac has; choose the agent and a preset with the same networks: ofe has extractors, plain has none");
    }

    @Test
    void refusesAnEmptyLayerOfAPerceptron() throws IOException {
        Path file = with("[ 1, 7 ]", "[ 0, 7 ]");
        assertRefused(OFE, file, file + ": policy has a layer of 0 units; give at least 1 and at most 32768");
    }

    @Test
    void refusesOtherNumbersOfLayers() throws IOException {
        Path file = with("[ 1, 7 ]", "[ 1, 7, 7 ]");
        assertRefused(
                OFE, file, file + ": structure.policy is [1, 7, 7], but sac.hidden asks for 2 layers; give as many");
        Path uneven = with("[ 0, 4 ]", "[ 4 ]");
        assertRefused(OFE, uneven, uneven + ": phi_oa is [4, 3], but structure.phi_o is [4]; give as many layers");
    }

    private static void assertRefused(RunConfig config, Path file, String message) {
        StructureFile read = StructureFile.read(file);
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read.applyTo(config, file))
                .withMessage(message);
    }

    /** The first files had no agent, as there was only SAC. */
    @Test
    void withoutAnAgentItIsOfSac() throws IOException {
        assertThat(StructureFile.read(with("\"agent\" : \"sac\",", "")).agent()).isEqualTo("sac");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "env" : "Hopper-v5"     | "task" : "Hopper-v5"  | : env is missing; give the structure.json of a run
            "env" : "Hopper-v5"     | "env" : " "           | : env is empty; give the structure.json of a run
            "env" : "Hopper-v5"     | "env" : 5             | : env is 5, not a text; give the structure.json of a run
            "observation_size" : 11 | "observation_size" : -1 | : observation_size has -1, not a whole number of at least 0
            "step" : 1000           | "step" : 1.5          | : step has 1.5, not a whole number of at least 0
            "step" : 1000           | "step" : 1, "step" : 2 | :6:21: not valid JSON: Duplicate field 'step'
            "agent" : "sac"         | "agent" : "scam"      | : agent is 'scam', which does not exist; known: sac, td3, ppo; give the structure.json of a run
            "agent" : "sac"         | "agent" : 3           | : agent is 3, not a text; give the structure.json of a run
            "diagonals" : true      | "diagonals" : "yes"   | : diagonals is "yes", neither true nor false; give the structure.json of a run
            "step" : 1000,          | "step" : 1000         | :7:3: not valid JSON: Unexpected character ('"'
            [ 1, 7 ]                | [ 1, 7.5 ]            | : networks.policy.hidden has 7.5, not a whole number of at least 0
            [ 1, 7 ]                | [ 1, 3000000000 ]     | : networks.policy.hidden has 3000000000, not a whole number of at least 0
            [ 1, 7 ]                | 7                     | : networks.policy.hidden is 7, not a list of whole numbers
            "hidden" : [ 1, 7 ]     | "units" : [ 1, 7 ]    | : networks.policy.hidden is missing
            """)
    void refusesWhatIsNoStructure(String old, String changed, String message) throws IOException {
        Path file = with(old, changed);
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> StructureFile.read(file))
                .withMessageStartingWith(file + message);
    }

    /** For a run that was copied from a machine with its task. */
    @Test
    void itsTaskNeedNotBeKnownHere() throws IOException {
        StructureFile file = StructureFile.read(with("\"env\" : \"Hopper-v5\"", "\"env\" : \"their/robot.xml\""));

        assertThat(file.task().id()).isEqualTo("their/robot.xml");
        assertThat(file.task().observationSize()).isEqualTo(11);
        assertThat(file.task().actionSize()).isEqualTo(3);
        assertThat(RelativeSize.of(file).trained()).isEqualTo(file.count().trained());
    }

    @Test
    void refusesAFileThatIsNotThere() throws IOException {
        Path missing = folder.resolve("missing.json");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> StructureFile.read(missing))
                .withMessage(missing + ": there is no such file");
        Path list = Files.writeString(folder.resolve("list.json"), "[]");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> StructureFile.read(list))
                .withMessage(list + ": networks is missing; give the structure.json of a run");
        Path empty = Files.writeString(folder.resolve("empty.json"), "");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> StructureFile.read(empty))
                .withMessageStartingWith(empty + ": networks is missing");
    }
}
