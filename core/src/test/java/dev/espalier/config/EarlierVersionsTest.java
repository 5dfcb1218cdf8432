package dev.espalier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.espalier.agent.sac.SacConfig;
import dev.espalier.config.RunConfig.Checkpointing;
import dev.espalier.config.RunConfig.Evaluation;
import dev.espalier.prune.LeaveOut;
import dev.espalier.prune.PruneConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of runs that earlier versions made, named by their commits, mean what was done then. */
class EarlierVersionsTest {

    private static final String FIRST = "9578aea-first-version.yml";
    private static final String BEFORE_DIAGONALS = "06c0275-before-diagonals.yml";
    private static final String BEFORE_LEAVING_OUT = "a616b96-before-leaving-out.yml";

    @TempDir
    private Path folder;

    private static String text(String name) throws IOException {
        try (InputStream file =
                Objects.requireNonNull(EarlierVersionsTest.class.getResourceAsStream("earlier/" + name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Path written(String text) throws IOException {
        return Files.writeString(folder.resolve("config.yml"), text);
    }

    private RunConfig read(String text) throws IOException {
        return ConfigFile.read(written(text));
    }

    private static RunConfig load(Path file, String... assignments) {
        return new ConfigLoader(List.of("Hopper-v5", "InvertedDoublePendulum-v5"))
                .load(new ConfigRequest(file, List.of(assignments), Map.of()));
    }

    @Test
    void theFirstVersionHadNeitherExtractorsNorGates() throws IOException {
        RunConfig config = read(text(FIRST));

        assertThat(config.env()).isEqualTo("Hopper-v5");
        assertThat(config.steps()).isEqualTo(100_000);
        assertThat(config.randomSteps()).isEqualTo(10_000);
        assertThat(config.evaluation()).isEqualTo(new Evaluation(10_000, 10, null));
        assertThat(config.checkpoint()).isEqualTo(new Checkpointing(10_000, 2));
        assertThat(config.learner()).isInstanceOfSatisfying(SacConfig.class, sac -> {
            assertThat(sac.hidden()).containsExactly(256, 256);
            assertThat(sac.rewardScale()).isEqualTo(5);
        });
        assertThat(config.ofe().hasExtractors()).isFalse();
        assertThat(config.prune().gates()).isFalse();
        assertThat(config.prune().lambda()).isEqualTo(new PruneConfig.ByRole(0, 0, 0));
        assertThat(config.structure())
                .isEqualTo(new StructureConfig(List.of(), List.of(), List.of(), List.of(), List.of(), List.of()));
        assertThat(config.precision()).isEqualTo("highest");
    }

    /** There was no setting: extractors had diagonals where units had gates. */
    @Test
    void beforeTheirSettingDiagonalsCameWithGates() throws IOException {
        String text = text(BEFORE_DIAGONALS);

        assertThat(read(text).ofe().units()).isEqualTo(32);
        assertThat(read(text).ofe().diagonals()).isFalse();
        assertThat(read(text.replace("gates: false", "gates: true")).ofe().diagonals())
                .isTrue();
    }

    @Test
    void beforeTargetsThetaFollowedTheStraightThroughEstimateAndNothingStayedForGood() throws IOException {
        RunConfig config = read(text(BEFORE_LEAVING_OUT));

        assertThat(config.prune())
                .isEqualTo(new PruneConfig(
                        true,
                        "theta",
                        "straight_through",
                        0.9,
                        "plain",
                        1,
                        0.01,
                        0,
                        Integer.MAX_VALUE,
                        new LeaveOut(1, 200_000),
                        0.2,
                        0.5,
                        "cost",
                        PruneConfig.Target.NONE,
                        0.5,
                        3,
                        new PruneConfig.ByRole(1, 0.5, 2),
                        new PruneConfig.ByRole(0, 0, 0)));
        assertThat(config.ofe().diagonals()).isTrue();
        assertThat(config.ofe().layers()).isEqualTo(2);
    }

    /** Between 47f2671 and 2ed9201 the share had another key, and the size was a constant. */
    @Test
    void aRenamedSettingKeepsItsValue() throws IOException {
        String renamed = text(BEFORE_LEAVING_OUT).replace("  patience: 0\n", "  patience: 0\n  estimated_share: 0.5\n");

        assertThat(read(renamed).prune().leaveOut()).isEqualTo(new LeaveOut(0.5, 200_000));
        assertThat(load(written("prune:\n  estimated_share: 0.5\n"))
                        .prune()
                        .leaveOut()
                        .estimatedShare())
                .as("in a user's file")
                .isEqualTo(0.5);
    }

    /** Between f32be91 and 1ff7231 extractors had mini-batches of their own. */
    @Test
    void whatHasBecomeOneSettingMustHaveBeenEqual() throws IOException {
        String text = text(BEFORE_DIAGONALS);
        String equal = text.replace("ofe:\n  units: 32\n", "ofe:\n  units: 32\n  batch: 256\n");
        String smaller = equal.replace("  batch: 256\n  pre", "  batch: 128\n  pre")
                .replace("units: 32\n  batch: 256", "units: 32\n  batch: 128");

        assertThat(read(equal)).isEqualTo(read(text));
        Path file = written(smaller);
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigFile.read(file))
                .withMessage(file + ":34: ofe.batch is '128', but since then sac.batch holds for both, which is '256';"
                        + " make them equal, or use the version that made the run: metadata.json names it");
    }

    /** No version wrote only some settings of one change. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            06c0275-before-diagonals.yml   | '  kappa: 3.0\n'     | prune.kappa
            06c0275-before-diagonals.yml   | '  gates: false\n'   | ofe.diagonals
            a616b96-before-leaving-out.yml | '  q1: []\n'         | structure.q1
            9578aea-first-version.yml      | '  tau: 0.005\n'     | sac.tau
            9578aea-first-version.yml      | 'steps: 100000\n'    | steps
            """)
    void aFileThatWasShortenedIsRefused(String name, String line, String key) throws IOException {
        String text = text(name);
        String without = text.replace(line.replace("\\n", "\n"), "");
        assertThat(without).isNotEqualTo(text);
        Path file = written(without);

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigFile.read(file))
                .withMessageStartingWith(file + ": '" + key + "' is missing; ");
    }

    @ParameterizedTest
    @CsvSource({FIRST, BEFORE_DIAGONALS, BEFORE_LEAVING_OUT})
    void trainingWithSuchAFileTakesItAsItWasMeant(String name) throws IOException {
        Path file = written(text(name));
        RunConfig config = load(file);

        assertThat(config).isEqualTo(ConfigFile.read(file));
        assertThat(load(file, "sac.tau=0.5", "precision=medium").precision()).isEqualTo("medium");
    }

    /** Whoever gives only some settings wants the present defaults. */
    @Test
    void aFileWithSomeSettingsIsOfThisVersion() throws IOException {
        RunConfig config = load(written("preset: prune-b\nsac:\n  tau: 0.01\n"));

        assertThat(config.prune().estimator()).isEqualTo("weighted");
        assertThat(config.prune().openAfter()).isLessThan(Integer.MAX_VALUE);
        assertThat(ConfigFile.notice(folder.resolve("config.yml"))).isEmpty();
    }

    @Test
    void trainingIsToldThatTheFileIsEarlier() throws IOException {
        Path file = written(text(BEFORE_LEAVING_OUT));

        assertThat(ConfigFile.notice(file))
                .contains(file
                        + " is of an earlier version of Espalier. What came later (sac.normalise_observations and 12 more"
                        + " settings) is set to what was done then, but the code has changed as well, so training is not bit by bit what it"
                        + " was.");
        Files.writeString(file, ConfigFile.toYaml(ConfigFile.read(file)));
        assertThat(ConfigFile.notice(file)).isEmpty();
    }
}
