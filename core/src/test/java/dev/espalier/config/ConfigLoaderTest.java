package dev.espalier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.agent.ofe.OfeConfig;
import dev.espalier.agent.sac.SacConfig;
import dev.espalier.config.RunConfig.Checkpointing;
import dev.espalier.config.RunConfig.Evaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order of layers, and the defaults. */
class ConfigLoaderTest {

    private final ConfigLoader loader = new ConfigLoader(List.of("HalfCheetah-v5", "Hopper-v5"));

    @TempDir
    Path folder;

    private RunConfig load(List<String> assignments, Map<String, String> options) {
        return loader.load(new ConfigRequest(null, assignments, options));
    }

    private static SacConfig sac(RunConfig config) {
        return (SacConfig) config.learner();
    }

    @Test
    void thePresetSacHasThePublishedSettings() {
        RunConfig sac = load(List.of(), Map.of("--preset", "sac"));

        assertThat(sac.prune().gates()).isFalse();
        assertThat(sac)
                .isEqualTo(new RunConfig(
                        "Hopper-v5",
                        "sac",
                        "sac",
                        1_000_000,
                        0,
                        "cpu",
                        "highest",
                        0,
                        1,
                        10_000,
                        1_000_000,
                        "constant",
                        new Evaluation(10_000, 10, null),
                        new Checkpointing(10_000, 2),
                        1000,
                        new SacConfig(List.of(256, 256), true, 3e-4, 0.99, 0.005, 256, 1, 5, 1, false, null, false),
                        new OfeConfig(0, null, 3e-4, 10_000, 0.01, 1e-3, false),
                        sac.prune(),
                        new StructureConfig(List.of(), List.of(), List.of(), List.of(), List.of(), List.of())));
    }

    /** YAML would read a comment or a list. */
    @Test
    void anOptionIsTakenAsItStands() {
        for (String path : List.of("robot #2.xml", "[robot].xml", "- robot.xml", "a: b.xml")) {
            assertThat(load(List.of(), Map.of("--env", path)).env()).isEqualTo(path);
        }
    }

    @Test
    void nothingAskedForGivesThePrunedAgent() {
        RunConfig config = load(List.of(), Map.of());

        assertThat(config).isEqualTo(load(List.of(), Map.of("--preset", "prune-b", "--env", "Hopper-v5")));
        assertThat(config.steps()).isEqualTo(1_000_000);
    }

    @ParameterizedTest
    @CsvSource({"1000000, 10000", "100000, 10000", "99999, 9999", "3000, 300", "1, 0"})
    void randomStepsAndPretrainingScaleWithShortRuns(String steps, long randomSteps) {
        RunConfig config = load(List.of(), Map.of("--steps", steps, "--preset", "ofe"));

        assertThat(config.randomSteps()).isEqualTo(randomSteps);
        assertThat(config.ofe().pretrainUpdates()).isEqualTo((int) randomSteps);
    }

    @Test
    void randomStepsAndPretrainingCanBeChosen() {
        RunConfig config =
                load(List.of("random_steps=20000", "ofe.pretrain_updates=7", "steps=30000"), Map.of("--preset", "ofe"));

        assertThat(config.randomSteps()).isEqualTo(20_000);
        assertThat(config.ofe().pretrainUpdates()).isEqualTo(7);
    }

    @Test
    void aShortRunDiffersFromTheFullOneByItsScheduleAlone() {
        RunConfig full = load(List.of(), Map.of("--env", "HalfCheetah-v5", "--seed", "3"));
        RunConfig shortRun = loader.loadShortRun(Map.of("--env", "HalfCheetah-v5", "--seed", "3"));

        assertThat(shortRun)
                .usingRecursiveComparison()
                .ignoringFields(
                        "steps",
                        "randomSteps",
                        "ofe.pretrainUpdates",
                        "evaluation.every",
                        "checkpoint.every",
                        "logEvery",
                        "prune.thetaLearningRate",
                        "prune.warmupEnd",
                        "prune.openAfter")
                .isEqualTo(full);
        assertThat(shortRun.steps()).isLessThan(full.steps() / 10);
        assertThat(shortRun.randomSteps()).isLessThan(full.randomSteps());
        assertThat(shortRun.prune().thetaLearningRate())
                .as("theta has fewer updates to fall in")
                .isGreaterThan(full.prune().thetaLearningRate());
    }

    @Test
    void aFirstRunPrunesSmallNetworksOnASmallTask() {
        var loader = new ConfigLoader(List.of("InvertedDoublePendulum-v5"));

        RunConfig firstRun = loader.loadFirstRun(Map.of("--seed", "3"));

        assertThat(firstRun.env()).isEqualTo("InvertedDoublePendulum-v5");
        assertThat(firstRun.preset()).isEqualTo("prune");
        assertThat(firstRun.seed()).isEqualTo(3);
        assertThat(firstRun.steps()).isLessThan(20_000);
        assertThat(firstRun.prune().gates()).isTrue();
        assertThat(firstRun.prune().target().deployed()).isLessThan(1000);
        assertThat(firstRun.prune().nu().policy())
                .as("the target sets the pressure")
                .isZero();
    }

    @Test
    void eachLayerLiesOverTheOneBefore() throws IOException {
        Path file = Files.writeString(folder.resolve("run.yml"), """
                preset: sac-big
                seed: 1
                steps: 1
                device: cuda
                sac:
                  tau: 0.1
                """);

        RunConfig config = loader.load(new ConfigRequest(
                file, List.of("seed=2", "steps=2", "sac.batch=32", "sac.batch=64"), Map.of("--steps", "3")));

        assertThat(config.preset()).isEqualTo("sac-big");
        assertThat(sac(config).hidden()).as("from the preset").containsExactly(1024, 1024);
        assertThat(config.device()).as("from the file").isEqualTo("cuda");
        assertThat(sac(config).tau()).as("from the file").isEqualTo(0.1);
        assertThat(config.seed()).as("from --set").isEqualTo(2);
        assertThat(config.learner().batch()).as("the later --set").isEqualTo(64);
        assertThat(config.steps()).as("from the option").isEqualTo(3);
        assertThat(config.learner().discount()).as("from the defaults").isEqualTo(0.99);
    }

    @Test
    void theTopmostLayerChoosesThePreset() throws IOException {
        Path file = Files.writeString(folder.resolve("run.yml"), "preset: sac-big\n");

        RunConfig config = loader.load(new ConfigRequest(file, List.of(), Map.of("--preset", "sac")));

        assertThat(config.preset()).isEqualTo("sac");
        assertThat(sac(config).hidden()).containsExactly(256, 256);
    }

    @Test
    void aPresetOfTheCommandLineMustNotBeContradictedByTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("run.yml"), "preset: sac\nsac:\n  hidden: [8]\n");

        assertThatThrownBy(() -> loader.load(new ConfigRequest(file, List.of(), Map.of("--preset", "sac-big"))))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--preset sac-big: preset sac-big decides sac.hidden, which " + file
                        + ":3 gives; take it out of the file, or choose no preset");
        assertThat(sac(loader.load(new ConfigRequest(file, List.of(), Map.of("--preset", "sac"))))
                        .hidden())
                .containsExactly(8);
    }

    @Test
    void theDefaultPresetGivesWayToTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("run.yml"), "sac:\n  hidden: [8]\n");

        RunConfig config = loader.load(new ConfigRequest(file, List.of(), Map.of()));

        assertThat(config.preset()).isEqualTo("prune-b");
        assertThat(sac(config).hidden()).containsExactly(8);
    }

    @Test
    void oneSettingInTwoNotationsOfAFileIsGivenTwice() throws IOException {
        Path file = Files.writeString(folder.resolve("run.yml"), "sac: {tau: 0.1}\nsac.tau: 0.2\n");

        assertThatThrownBy(() -> loader.load(new ConfigRequest(file, List.of(), Map.of())))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ":2: 'sac.tau' is given twice; the first is at " + file + ":1");
    }

    @Test
    void numbersMayBeWrittenAsPeopleWriteThem() {
        RunConfig config =
                load(List.of("steps=2_000_000", "random_steps=1e3", "sac.learning_rate=1e-3", "sac.tau=1"), Map.of());

        assertThat(config.steps()).isEqualTo(2_000_000);
        assertThat(config.randomSteps()).isEqualTo(1000);
        assertThat(config.learner().learningRate()).isEqualTo(0.001);
        assertThat(sac(config).tau()).isEqualTo(1);
    }

    @Test
    void anAssignmentMayHoldAListOrAWholeSection() {
        SacConfig sac = sac(load(List.of("sac.hidden=[8]", "sac={tau: 0.5, learn_temperature: true}"), Map.of()));

        assertThat(sac.hidden()).containsExactly(8);
        assertThat(sac.tau()).isEqualTo(0.5);
        assertThat(sac.learnTemperature()).isTrue();
    }

    @Test
    void nullableSettingsTakeAValueAndGoBackToNull() {
        assertThat(sac(load(List.of("sac.target_entropy=-3"), Map.of())).targetEntropy())
                .isEqualTo(-3.0);
        assertThat(sac(load(List.of("sac.target_entropy=-3", "sac.target_entropy=null"), Map.of()))
                        .targetEntropy())
                .isNull();
    }

    @Test
    void nullableWholeNumbersTakeAValueAndGoBackToNull() {
        assertThat(load(List.of("ofe.layers=3"), Map.of()).ofe().layers()).isEqualTo(3);
        assertThat(load(List.of("ofe.layers=3", "ofe.layers=null"), Map.of())
                        .ofe()
                        .layers())
                .isNull();
    }

    @Test
    void aFileOfCommentsChangesNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("run.yml"), "# nothing yet\n");

        assertThat(loader.load(new ConfigRequest(file, List.of(), Map.of()))).isEqualTo(load(List.of(), Map.of()));
    }

    @Test
    void everyPresetLoads() {
        assertThat(Presets.all())
                .extracting(Presets.Preset::name)
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
        assertThat(Presets.all()).allSatisfy(preset -> {
            assertThat(preset.description()).isNotBlank();
            assertThat(load(List.of(), Map.of("--preset", preset.name())).preset())
                    .isEqualTo(preset.name());
        });
    }

    /** The table of methods of the paper's experiments. */
    @ParameterizedTest
    @CsvSource({
        "sac, 0, 256, false",
        "sac-big, 0, 1024, false",
        "ofe, 32, 256, false",
        "ofe-big, 128, 512, false",
        "prune-a, 128, 512, true",
        "prune-b, 128, 512, true",
        "prune-c, 128, 512, true"
    })
    void presetsHaveTheSizesOfThePaper(String preset, int extractorUnits, int hidden, boolean gates) {
        RunConfig config = load(List.of(), Map.of("--preset", preset));

        assertThat(config.ofe().units()).isEqualTo(extractorUnits);
        assertThat(sac(config).hidden()).containsExactly(hidden, hidden);
        assertThat(config.prune().gates()).isEqualTo(gates);
    }
}
