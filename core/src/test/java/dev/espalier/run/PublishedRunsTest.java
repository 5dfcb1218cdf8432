package dev.espalier.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.espalier.config.ConfigFile;
import dev.espalier.config.RunConfig;
import dev.espalier.env.Environments;
import dev.espalier.run.files.RunDirectory;
import dev.espalier.run.files.RunMetadata;
import dev.espalier.run.files.StructureFile;
import dev.espalier.run.loop.Blueprints;
import dev.espalier.run.loop.Evaluator;
import dev.espalier.run.loop.RunListener;
import dev.espalier.tensor.RandomStreams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Every run in {@code results/}, whichever version made it, is read as it was meant. */
class PublishedRunsTest {

    private static final Path RESULTS = Path.of("../results");

    /** What the settings mean that a run's file may lack, by hand; diagonals see below. */
    private static final Map<String, Object> BEFORE = Map.of(
            "ofe.units",
            0,
            "prune.gates",
            false,
            "prune.leave_out.estimated_share",
            1.0,
            "prune.method",
            "theta",
            "prune.estimator",
            "straight_through",
            "prune.open_after",
            Integer.MAX_VALUE,
            "prune.price",
            "cost",
            "precision",
            "highest");

    static List<Path> runs() throws IOException {
        try (var files = Files.walk(RESULTS)) {
            return files.filter(file -> file.endsWith("config.yml"))
                    .map(Path::getParent)
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, Object> entries(String yaml) {
        Map<String, Object> entries = new LinkedHashMap<>();
        flatten("", new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml), entries);
        return entries;
    }

    private static void flatten(String prefix, Map<String, Object> section, Map<String, Object> entries) {
        section.forEach((key, value) -> {
            if (value instanceof Map<?, ?> inner) {
                Map<String, Object> settings = new LinkedHashMap<>();
                inner.forEach((name, each) -> settings.put(String.valueOf(name), each));
                flatten(prefix + key + ".", settings, entries);
            } else {
                entries.put(prefix + key, value);
            }
        });
    }

    @Test
    void thereAreManyOfSeveralVersions() throws IOException {
        assertThat(runs()).hasSizeGreaterThan(70);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void itsConfigurationSaysWhatItSaidAndWhatWasDone(Path run) throws IOException {
        Map<String, Object> written = entries(Files.readString(run.resolve("config.yml")));

        Map<String, Object> read = entries(ConfigFile.toYaml(ConfigFile.read(run.resolve("config.yml"))));

        assertThat(read).containsAllEntriesOf(written);
        BEFORE.forEach((key, before) -> {
            if (!written.containsKey(key)) {
                assertThat(read).containsEntry(key, before);
            }
        });
        if (!written.containsKey("ofe.diagonals")) {
            assertThat(read.get("ofe.diagonals")).isEqualTo(written.getOrDefault("prune.gates", false));
        }
    }

    /** Sizes at the end; where nothing was pruned they are those that the configuration leads to. */
    @ParameterizedTest
    @MethodSource("runs")
    void itsStructureTellsWhatTheConfigurationTells(Path directory) throws IOException {
        RunDirectory run = RunDirectory.open(directory);
        RunConfig config = ConfigFile.read(run.config());
        if (!Files.exists(run.structure())) {
            return;
        }
        StructureFile structure = StructureFile.read(run.structure());

        assertThat(structure.env()).isEqualTo(config.env());
        assertThat(structure.agent()).isEqualTo(config.agent());
        assertThat(structure.diagonals())
                .isEqualTo(config.ofe().hasExtractors() && config.ofe().diagonals());
        if (!config.prune().gates()) {
            assertThat(structure.structure())
                    .isEqualTo(Blueprints.of(config, Environments.spec(config.env()))
                            .structure());
        }
    }

    @ParameterizedTest
    @MethodSource("runs")
    void itsMetadataCanBeExtended(Path run) throws IOException {
        RunMetadata.requireResumable(run.resolve("metadata.json"));
        JsonNode metadata =
                new ObjectMapper().readTree(run.resolve("metadata.json").toFile());

        assertThat(metadata.get("seed").longValue())
                .isEqualTo(ConfigFile.read(run.resolve("config.yml")).seed());
    }

    static List<Path> withPolicy() throws IOException {
        return runs().stream()
                .filter(run -> BundleFile.isOne(run.resolve("policy")))
                .toList();
    }

    /** With the start states of its last evaluation. Other processors round differently, and tasks are chaotic. */
    @ParameterizedTest
    @MethodSource("withPolicy")
    void itsPolicyScoresWhatWasRecorded(Path run) throws IOException {
        RunConfig config = ConfigFile.read(run.resolve("config.yml"));
        TrainedPolicy trained = TrainingRun.policy(run, false, RunListener.NOBODY);
        String[] last =
                Files.readAllLines(run.resolve("evaluations.csv")).getLast().split(",", -1);
        StructureFile structure = StructureFile.read(run.resolve("structure.json"));
        RandomStreams streams = new RandomStreams(config.seed());
        try (Evaluator evaluator = new Evaluator(Environments.make(config.env()))) {
            double mean = evaluator
                    .evaluate(
                            trained.policy(),
                            config.evaluation().episodes(),
                            episode -> streams.seedOf("evaluation", trained.step(), episode))
                    .mean();

            assertThat(mean).isCloseTo(Double.parseDouble(last[1]), Percentage.withPercentage(15));
        }
        assertThat(trained.step()).isEqualTo(Long.parseLong(last[0]));
        Double enough = config.evaluation().stopAt();
        if (enough == null || Double.parseDouble(last[1]) < enough) {
            assertThat(trained.step()).isEqualTo(config.steps());
        }
        assertThat(trained.deployed()).isEqualTo(structure.count().deployed());
        assertThat(trained.undecided()).isZero();
    }
}
