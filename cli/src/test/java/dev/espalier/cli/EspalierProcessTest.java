package dev.espalier.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole command in its own process, with real physics and real networks. */
@Timeout(120)
class EspalierProcessTest {

    @TempDir
    Path folder;

    private static List<String> espalier(String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String text(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    private static String[] smallRun(String directory) {
        return new String[] {
            "train",
            "--env",
            "InvertedPendulum-v5",
            "--preset",
            "sac",
            "--out",
            directory,
            "--steps",
            "1000000",
            "--set",
            "sac.hidden=[8]",
            "--set",
            "sac.batch=8",
            "--set",
            "random_steps=100",
            "--set",
            "replay_capacity=10000",
            "--set",
            "evaluation.every=500",
            "--set",
            "evaluation.episodes=1"
        };
    }

    @Test
    void aTerminatedRunCanBeDigestedEvaluatedAndResumed() throws IOException, InterruptedException {
        String directory = folder.resolve("run").toString();
        Process training = start(espalier(smallRun(directory)));
        try (var lines = training.inputReader(UTF_8)) {
            String line = lines.readLine();
            while (line != null && !line.startsWith("evaluation at step 500")) {
                line = lines.readLine();
            }
            assertThat(line).as("the first evaluation").isNotNull();
            training.toHandle().destroy(); // SIGTERM; Process.destroy would also close the streams
            assertThat(lines.lines()).last().asString().contains("Go on with: espalier resume " + directory);
        }
        assertThat(training.waitFor()).isEqualTo(130);

        Process digest = start(espalier("digest", directory));
        assertThat(text(digest)).matches("[0-9a-f]{64}\n");
        assertThat(digest.waitFor()).isZero();

        Process eval = start(espalier("eval", directory, "--episodes", "1", "--json"));
        assertThat(text(eval))
                .startsWith("{\"returns\":[")
                .endsWith(",\"lost_episodes\":0}\n")
                .hasLineCount(1);
        assertThat(eval.waitFor()).isZero();
    }

    /** On a terminal there is a bar, whose library handles signals: Ctrl-C must still save. */
    @Test
    void controlCOnATerminalSavesAndExitsWith130() throws IOException, InterruptedException {
        String directory = folder.resolve("run").toString();
        Path driver = folder.resolve("terminal.py");
        try (var source = EspalierProcessTest.class.getResourceAsStream("terminal.py")) {
            Files.copy(Objects.requireNonNull(source), driver);
        }
        var command = new ArrayList<>(List.of("python3", driver.toString(), "evaluation at step 500"));
        command.addAll(espalier(smallRun(directory)));
        Process terminal = start(command);

        String shown = text(terminal);
        assertThat(terminal.waitFor()).as(shown).isEqualTo(130);
        assertThat(shown)
                .contains("/1000000")
                .contains("Stopping: a checkpoint is being written.")
                .contains("Interrupted; everything is saved.");
        Process digest = start(espalier("digest", directory));
        assertThat(digest.waitFor()).as(text(digest)).isZero();
    }

    @Test
    void anOutputDirectoryInUseIsRefused() throws IOException, InterruptedException {
        Path taken = Files.writeString(folder.resolve("notes.txt"), "mine");

        Process training = start(espalier("train", "--out", folder.toString()));

        assertThat(text(training)).contains("espalier: " + folder + " exists and is not empty.");
        assertThat(training.waitFor()).isEqualTo(2);
        assertThat(taken).hasContent("mine");
    }
}
