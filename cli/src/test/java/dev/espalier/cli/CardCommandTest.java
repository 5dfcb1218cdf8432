package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.espalier.cli.CommandRunner.Outcome;
import dev.espalier.policy.Policy;
import dev.espalier.policy.PolicyBundle;
import dev.espalier.policy.PolicyBundle.Golden;
import dev.espalier.run.TrainedPolicy;
import dev.espalier.run.TrainingRun;
import dev.espalier.run.loop.RunListener;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code espalier card} for a real run: the content of the folder, and refused input. */
@TestInstance(Lifecycle.PER_CLASS)
class CardCommandTest {

    private static final String[] FILES = {"README.md", "config.yml", "curves.png", "policy.json", "policy.safetensors"
    };

    private final CommandRunner espalier = new CommandRunner(new LibraryRuns());

    private Path run = Path.of("");
    private Path folder = Path.of("");
    private Path card = Path.of("");

    @BeforeAll
    void train(@TempDir Path shared) {
        run = shared.resolve("run");
        assertThat(espalier.run(SmallRun.train(run, 200).toArray(String[]::new)).code())
                .isZero();
    }

    @BeforeEach
    void nameFolders(@TempDir Path own) {
        folder = own;
        card = own.resolve("card");
    }

    private static Outcome card(CommandRunner espalier, Path run, Path out, String... more) {
        List<String> arguments = new ArrayList<>(List.of("card", run.toString(), "--out", out.toString()));
        arguments.addAll(Arrays.asList(more));
        return espalier.run(arguments.toArray(String[]::new));
    }

    private Outcome card(String... more) {
        return card(espalier, run, card, more);
    }

    private static void assertRefused(Outcome outcome, String message) {
        assertThat(outcome.err()).isEqualTo("espalier: " + message + "\n");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
    }

    private void assertNoCard() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("card"));
        }
    }

    private Path copyOfTheRun() throws IOException {
        Path copy = folder.resolve("copy");
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(run.relativize(file).toString()));
            }
        }
        return copy;
    }

    private JsonNode frontMatter() throws IOException {
        String[] parts = Files.readString(card.resolve("README.md")).split("(?m)^---\n", 3);
        assertThat(parts).hasSize(3);
        assertThat(parts[0]).isEmpty();
        Object content = new Yaml(new SafeConstructor(new LoaderOptions())).load(parts[1]);
        return new ObjectMapper().valueToTree(content);
    }

    @Test
    void theMetadataTellTheScoreOfAnEvaluationWithTheSameSeed() throws IOException {
        JsonNode evaluation = new ObjectMapper()
                .readTree(espalier.run("eval", run.toString(), "--episodes", "3", "--seed", "5", "--json")
                        .out());
        double mean = evaluation.get("mean").doubleValue();
        double std = evaluation.get("std").doubleValue();

        Outcome outcome = card("--episodes", "3", "--seed", "5");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .startsWith(card + ": InvertedPendulum-v5 policy of step 200, ")
                .endsWith(String.format(Locale.ROOT, "mean return %.2f, std %.2f over 3 episodes\n", mean, std));

        JsonNode matter = frontMatter();
        assertThat(matter.get("library_name").textValue()).isEqualTo("espalier");
        assertThat(matter.get("tags"))
                .extracting(JsonNode::textValue)
                .contains("reinforcement-learning", "deep-reinforcement-learning", "InvertedPendulum-v5", "sac")
                .doesNotContain("pruning");
        JsonNode model = matter.at("/model-index/0");
        assertThat(model.get("name").textValue()).isEqualTo("sac");
        JsonNode result = model.at("/results/0");
        assertThat(result.at("/task/type").textValue()).isEqualTo("reinforcement-learning");
        assertThat(result.at("/dataset/name").textValue()).isEqualTo("InvertedPendulum-v5");
        assertThat(result.at("/dataset/type").textValue()).isEqualTo("InvertedPendulum-v5");
        JsonNode metric = result.at("/metrics/0");
        assertThat(metric.get("type").textValue()).isEqualTo("mean_reward");
        assertThat(metric.get("value").textValue()).isEqualTo(String.format(Locale.ROOT, "%.2f +/- %.2f", mean, std));
        assertThat(metric.get("verified").isBoolean()).isTrue();
        assertThat(metric.get("verified").booleanValue()).isFalse();
        assertThat(Files.readString(card.resolve("README.md")))
                .contains(String.format(Locale.ROOT, "| return, mean over 3 episodes | %.2f |", mean));
    }

    /** The number of parameters is computed by hand: two layers of 16 units, 4 inputs, 2 outputs (mean, log sigma). */
    @Test
    void theTextTellsWhatTheRunsFilesTell() throws IOException {
        assertThat(card("--episodes", "1").code()).isZero();
        JsonNode metadata =
                new ObjectMapper().readTree(run.resolve("metadata.json").toFile());
        assertThat(Files.readString(card.resolve("README.md")))
                .contains(
                        "| commit | " + metadata.get("commit").textValue() + " |",
                        "| started | " + metadata.get("started").textValue() + " |",
                        String.format(Locale.ROOT, "| parameters deployed | %d (", 5 * 16 + 17 * 16 + 17 * 2),
                        "| units of its hidden layers | 16, 16 |",
                        "| weights as shipped | 1 476 bytes |", // 4 * (5 * 16 + 17 * 16 + 17)
                        "| environment steps trained | 200 of 200 |",
                        "| evaluation during training | every 100 steps, mean of 1 episodes |")
                .doesNotContain(folder.toString(), run.toString());
    }

    @Test
    void theFolderActsAsTheRunDoes() throws IOException {
        assertThat(card("--episodes", "1").code()).isZero();
        assertThat(card.toFile().list()).containsExactlyInAnyOrder(FILES);
        assertThat(card.resolve("config.yml")).hasSameBinaryContentAs(run.resolve("config.yml"));

        PolicyBundle bundle = PolicyBundle.read(card);
        assertThat(bundle.task()).isEqualTo("InvertedPendulum-v5");
        assertThat(bundle.golden()).hasSize(32);
        Policy trained = TrainingRun.policy(run, false, RunListener.NOBODY).policy();
        double[] expected = new double[1];
        double[] actual = new double[1];
        for (Golden golden : bundle.golden()) {
            trained.act(golden.observation(), expected);
            bundle.policy().act(golden.observation(), actual);
            assertThat(actual).isEqualTo(expected);
        }
    }

    @Test
    void thePictureShowsACurve() throws IOException {
        assertThat(card("--episodes", "1").code()).isZero();
        BufferedImage picture = ImageIO.read(card.resolve("curves.png").toFile());
        assertThat(picture.getWidth()).isEqualTo(1600);
        int[] pixels = picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
        assertThat(Arrays.stream(pixels).filter(CardCommandTest::colourful).count())
                .as("the line is the only thing that is neither white nor grey")
                .isGreaterThan(500);
        assertThat(Files.readString(card.resolve("README.md")))
                .contains("![Learning curve on InvertedPendulum-v5: mean return", "at step 100 and", "](curves.png)");
    }

    private static boolean colourful(int pixel) {
        int red = pixel >> 16 & 0xFF;
        int green = pixel >> 8 & 0xFF;
        int blue = pixel & 0xFF;
        return Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue)) > 60;
    }

    @Test
    void anEarlierCardOrAnEmptyFolderIsReplaced() throws IOException {
        Files.createDirectory(card);
        assertThat(card("--episodes", "1").code()).isZero();
        assertThat(card("--episodes", "2").code()).isZero();
        assertThat(Files.readString(card.resolve("README.md"))).contains("mean over 2 episodes");
        assertThat(folder.toFile().list()).containsExactly("card");
    }

    @Test
    void aForeignFolderIsLeftAlone() throws IOException {
        Path bundle = folder.resolve("bundle");
        espalier.run("export", run.toString(), "--format", "bundle", "--out", bundle.toString());
        for (Path foreign : List.of(bundle, run)) {
            assertRefused(
                    card(espalier, run, foreign),
                    "--out " + foreign + " exists and holds no card; name a folder that does not exist");
        }
        assertThat(bundle.resolve("policy.json")).exists();

        Path file = Files.writeString(folder.resolve("note"), "mine");
        assertRefused(card(espalier, run, file), "--out " + file + " is a file; name a folder that does not exist");

        assertThat(card("--episodes", "1").code()).isZero();
        Files.createDirectory(card.resolve(".git"));
        assertRefused(
                card(),
                "--out " + card + " holds .git besides a card, which would be lost; name a folder that does not exist");
        assertThat(card.resolve(".git")).exists();
    }

    @Test
    void badInputIsNamed() throws IOException {
        assertRefused(card("--episodes", "0"), "--episodes is 0; give a whole number of at least 1");
        Path missing = folder.resolve("missing");
        assertRefused(
                card(espalier, missing, card),
                missing + ": there is no such run directory; 'espalier train' makes one");
        assertRefused(card(espalier, folder, card), folder + " is not a run directory: it has no config.yml.");
        assertRefused(
                card(espalier, run, missing.resolve("card")),
                "--out " + missing.resolve("card") + ": there is no folder " + missing + "; make it first");
        assertNoCard();
    }

    @Test
    void aRunWithoutEvaluationsOrWithDamagedMetadataIsNamed() throws IOException {
        Path copy = copyOfTheRun();
        Path evaluations = copy.resolve("evaluations.csv");
        String table = Files.readString(evaluations);
        Files.writeString(evaluations, table.lines().findFirst().orElseThrow() + "\n");
        assertRefused(
                card(espalier, copy, card),
                evaluations
                        + ": no evaluations yet; wait for the first one, which evaluation.every in config.yml schedules");

        Files.writeString(evaluations, table);
        Path metadata = copy.resolve("metadata.json");
        Files.writeString(metadata, "{\"version\": \"1\", \"commit\": \"c\"}");
        assertRefused(card(espalier, copy, card), metadata + ": 'machine.cpu' is missing; restore the file");
        Files.writeString(metadata, "{\"version\" 1}");
        assertRefused(
                card(espalier, copy, card),
                metadata + ": cannot be read: not valid JSON in line 1: Unexpected character ('1' (code 49)): was"
                        + " expecting a colon to separate field name and value; restore the file");
        assertNoCard();
    }

    /** The policy fails during the measurement. */
    @Test
    void aFailureLeavesTheEarlierCardAsItWas() throws IOException {
        assertThat(card("--episodes", "1").code()).isZero();
        String text = Files.readString(card.resolve("README.md"));
        TrainedPolicy sound = TrainingRun.policy(run, false, RunListener.NOBODY);
        var failing = new CommandRunner(new RecordedRuns() {
            @Override
            public TrainedPolicy policy(Path directory, boolean round, RunListener listener) {
                Arrays.fill(sound.policy().network().layers().getFirst().bias(), Float.NaN);
                return sound;
            }
        });

        Outcome outcome = card(failing, run, card);
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).isEqualTo("espalier: the action of network policy is NaN\n");
        assertThat(Files.readString(card.resolve("README.md"))).isEqualTo(text);
        assertThat(folder.toFile().list()).containsExactly("card");
    }
}
