package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.cli.CommandRunner.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as a process: signals, exit codes, and effects of the environment. */
@Timeout(180)
class MainTest {

    private static final int INTERRUPTED = 130;

    private final CommandRunner inProcess = new CommandRunner(new LibraryRuns());

    @TempDir
    private Path folder;

    private Process start(Map<String, String> environment, List<String> arguments) throws IOException {
        // The tests themselves may run under nohup.
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=HUP",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command)
                .redirectError(folder.resolve("stderr").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private String stderr() throws IOException {
        return Files.readString(folder.resolve("stderr"));
    }

    private Outcome run(Map<String, String> environment, String... arguments) throws Exception {
        Process process = start(environment, List.of(arguments));
        String out = String.join("\n", process.inputReader().readAllLines());
        return new Outcome(process.waitFor(), out, stderr());
    }

    @Test
    void exitsWithTheCodeOfTheCommand() throws Exception {
        Outcome bad = run(Map.of(), "train", "--steps", "0");
        assertThat(bad.code()).isEqualTo(2);
        assertThat(bad.err()).isEqualTo("espalier: --steps 0: steps is 0; give a whole number of at least 1\n");
        assertThat(bad.out()).isEmpty();

        Outcome good = run(Map.of(), "presets", "--json");
        assertThat(good.code()).isZero();
        assertThat(good.out()).startsWith("[{\"name\":\"plain\"");
        assertThat(good.err()).as("no warning of the Java VM either").isEmpty();
    }

    @Test
    void aMissingOrForeignMujocoIsNamed() throws Exception {
        Path missing = folder.resolve("libmujoco.so");
        assertRefused(missing, missing + " does not exist.");
        Path ofJava = Path.of(System.getProperty("java.home"), "lib", System.mapLibraryName("zip"));
        assertRefused(ofJava, ofJava + " is a library, but not MuJoCo: it lacks the function mj_version.");
    }

    private void assertRefused(Path library, String message) throws Exception {
        Path run = folder.resolve("run");
        Outcome outcome = run(
                Map.of("ESPALIER_MUJOCO_LIB", library.toString()),
                SmallRun.train(run).toArray(String[]::new));

        assertThat(outcome.err())
                .startsWith("espalier: " + message + " Unset ESPALIER_MUJOCO_LIB to use the packed library")
                .hasLineCount(1);
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(run).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "HUP"})
    void aSignalSavesACheckpointAndResumeEndsAsIfNothingHadHappened(String signal) throws Exception {
        Path run = folder.resolve("run");
        Process process = start(Map.of(), SmallRun.train(run));
        try (BufferedReader output = process.inputReader()) {
            String line = "";
            while (!line.startsWith("evaluation at step 100: ")) {
                line = Objects.requireNonNull(output.readLine(), "the run ended too soon");
            }
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(output.readAllLines()).noneMatch(text -> text.startsWith("Done"));
        }
        assertThat(stderr())
                .isEqualTo("\nStopping: a checkpoint is being written. Press Ctrl-C again to quit without it.\n"
                        + "Interrupted; everything is saved. Go on with: espalier resume " + run + "\n");
        assertThat(process.exitValue()).isEqualTo(INTERRUPTED);

        Outcome resumed = inProcess.run("resume", run.toString());
        assertThat(resumed.out()).contains("continuing at step ").contains("Test it:     espalier eval " + run);
        assertThat(resumed.code()).isZero();

        Path straight = folder.resolve("straight");
        assertThat(inProcess
                        .run(SmallRun.train(straight).toArray(String[]::new))
                        .code())
                .isZero();
        assertThat(digest(run)).hasSize(65).isEqualTo(digest(straight));
    }

    private String digest(Path run) {
        return inProcess.run("digest", run.toString()).out();
    }
}
