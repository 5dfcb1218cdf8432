package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.cli.CommandRunner.Outcome;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code espalier replay}: the episode, its picture, and messages about bad input. */
@TestInstance(Lifecycle.PER_CLASS)
class ReplayCommandTest {

    private final CommandRunner espalier = new CommandRunner(new LibraryRuns());

    private Path run = Path.of("");
    private Path folder = Path.of("");
    private Path page = Path.of("");
    private Path picture = Path.of("");

    @BeforeAll
    void train(@TempDir Path shared) {
        run = shared.resolve("run");
        assertThat(espalier.run(SmallRun.train(run, 120).toArray(String[]::new)).code())
                .isZero();
    }

    @BeforeEach
    void nameFiles(@TempDir Path own) {
        folder = own;
        page = own.resolve("replay.html");
        picture = own.resolve("replay.gif");
    }

    private Outcome replay(Object... more) {
        List<String> arguments = new ArrayList<>(List.of("replay", run.toString()));
        Arrays.stream(more).map(String::valueOf).forEach(arguments::add);
        return espalier.run(arguments.toArray(String[]::new));
    }

    private void assertRefused(Outcome outcome, String message) throws IOException {
        assertThat(outcome.err()).isEqualTo("espalier: " + message + "\n");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertNothingWritten();
    }

    private void assertNothingWritten() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).noneMatch(file -> file.toString().matches(".*\\.(html|gif).*"));
        }
    }

    @Test
    void playsTheFirstEpisodeOfAnEvaluationWithTheSameSeed() throws IOException {
        Outcome evaluation = espalier.run("eval", run.toString(), "--episodes", "1", "--seed", "5");
        String episode = evaluation.out().lines().findFirst().orElseThrow().replace("episode 1: ", "");

        Outcome outcome = replay("--seed", 5, "--out", page);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).isEqualTo(episode + ", ended by the rules of the task\n" + page + "\n");
        assertThat(page).isNotEmptyFile();
        assertThat(folder.toFile().list()).containsExactly("replay.html");
    }

    @Test
    void stepsCutTheEpisode() {
        assertThat(replay("--out", page, "--steps", 3).out())
                .startsWith("return 3.00 in 3 steps, cut short as asked\n");
    }

    @Test
    void anExistingFileIsReplaced() throws IOException {
        Files.writeString(picture, "old");
        assertThat(replay("--gif", picture, "--steps", 2).code()).isZero();
        assertThat(Files.readAllBytes(picture)).startsWith("GIF89a".getBytes(StandardCharsets.US_ASCII));
    }

    /** InvertedPendulum has 25 steps per second, so every step has a frame of 4 hundredths of a second. */
    @Test
    void thePictureIsAnAnimatedGif() throws IOException {
        assertThat(replay("--out", page, "--gif", picture, "--steps", 4).out()).endsWith(page + "\n" + picture + "\n");

        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (var in = ImageIO.createImageInputStream(picture.toFile())) {
            reader.setInput(in);
            assertThat(reader.getNumImages(true)).isEqualTo(5);
            List<String> pixels = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                BufferedImage frame = reader.read(i);
                pixels.add(Arrays.toString(frame.getData().getPixels(0, 0, 480, 256, (int[]) null)));
                var root = (IIOMetadataNode) reader.getImageMetadata(i).getAsTree("javax_imageio_gif_image_1.0");
                var control = (IIOMetadataNode)
                        root.getElementsByTagName("GraphicControlExtension").item(0);
                assertThat(control.getAttribute("delayTime")).isEqualTo("4");
            }
            assertThat(pixels).as("the scene above the rewards").doesNotHaveDuplicates();
        }
        assertThat(Files.readString(picture, StandardCharsets.ISO_8859_1)).contains("NETSCAPE2.0\u0003\u0001\0\0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --seed 1                            | nothing to write; give --out FILE.html, --gif FILE.gif or both
            --out F/a.html --steps 0            | --steps is 0; give a whole number of at least 1
            --out F/none/a.html                 | --out F/none/a.html: there is no folder F/none; make it first
            --gif F/none/a.gif --out F/a.html   | --gif F/none/a.gif: there is no folder F/none; make it first
            --out F                             | --out F is a folder; give the name of a file
            --out F/a.html --gif F/b/../a.html  | --out and --gif are the same file F/b/../a.html; give two
            """)
    void badOptionsAreNamed(String options, String message) throws IOException {
        Files.createDirectory(folder.resolve("b"));
        Object[] arguments = options.replace("F", folder.toString()).split(" ", -1);
        assertRefused(replay(arguments), message.replace("F/", folder + "/").replace(" F ", " " + folder + " "));
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("note"), "mine");
        assertRefused(
                replay("--out", file.resolve("a.html")),
                "--out " + file.resolve("a.html") + ": there is no folder " + file + "; make it first");
    }

    @Test
    void notARun() throws IOException {
        Path missing = folder.resolve("missing");
        assertRefused(
                espalier.run("replay", missing.toString(), "--out", page.toString()),
                missing + ": there is no such run directory; 'espalier train' makes one");
        assertRefused(
                espalier.run("replay", folder.toString(), "--out", page.toString()),
                folder + " is not a run directory: it has no config.yml.");
    }

    @Test
    void aDamagedRunIsNamed() throws IOException {
        Path copy = folder.resolve("copy");
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(run.relativize(file).toString()));
            }
        }
        Path metadata = copy.resolve("metadata.json");
        Files.writeString(metadata, "{}");
        assertRefused(
                espalier.run("replay", copy.toString(), "--out", page.toString()),
                metadata + ": 'commit' is missing; restore the file");
        Files.delete(metadata);
        assertRefused(
                espalier.run("replay", copy.toString(), "--out", page.toString()),
                metadata + ": cannot be read: " + metadata + " (No such file or directory); restore the file");

        try (Stream<Path> files = Files.walk(copy.resolve("checkpoints"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(file, "torn");
            }
        }
        Outcome outcome = espalier.run("replay", copy.toString(), "--out", page.toString());
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("checkpoint", copy.toString()).doesNotContain("\tat ", "internal error");
        assertNothingWritten();
    }
}
