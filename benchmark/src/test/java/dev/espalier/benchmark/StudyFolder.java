package dev.espalier.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A folder with a plan and an espalier that only notes how it was called and writes a run's files. */
final class StudyFolder {

    /** Where run.sh is, and the plans that come with it. */
    static final Path SCRIPTS = Path.of("study").toAbsolutePath();

    private final Path folder;

    /** How a call ended, and what it printed. */
    record Outcome(int code, String out, String err) {}

    StudyFolder(Path folder) throws IOException {
        this.folder = folder;
        Path fake = folder.resolve("espalier");
        try (InputStream script = StudyFolder.class.getResourceAsStream("fake-espalier.py")) {
            Files.copy(Objects.requireNonNull(script), fake);
        }
        assertThat(fake.toFile().setExecutable(true)).isTrue();
    }

    /** Writes plan.txt. */
    void plan(String... lines) throws IOException {
        Files.write(folder.resolve("plan.txt"), List.of(lines));
    }

    /** Starts the study of plan.txt in the folder out. */
    Process start(String... arguments) throws IOException {
        // The tests may have been started with signals ignored, as by nohup, and a child would inherit that.
        var command = new ArrayList<>(List.of("env", "--default-signal=INT,TERM,HUP"));
        command.addAll(List.of(SCRIPTS.resolve("run.sh").toString(), "plan.txt"));
        command.addAll(List.of("--espalier", "espalier", "--out", "out"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out.txt").toFile())
                .redirectError(folder.resolve("err.txt").toFile())
                .start();
    }

    Outcome run(String... arguments) throws IOException, InterruptedException {
        return outcome(start(arguments));
    }

    Outcome outcome(Process process) throws IOException, InterruptedException {
        int code = process.waitFor();
        return new Outcome(
                code, Files.readString(folder.resolve("out.txt")), Files.readString(folder.resolve("err.txt")));
    }

    /** How espalier was called since this was asked last; paths are relative to the folder. */
    List<String> calls() throws IOException {
        Path file = folder.resolve("calls.txt");
        List<String> calls = Files.exists(file) ? Files.readAllLines(file) : List.of();
        Files.deleteIfExists(file);
        return calls;
    }

    /** Waits until a training with --hold has begun. */
    void awaitHolding() throws InterruptedException {
        while (!Files.exists(folder.resolve("holding"))) {
            Thread.sleep(20);
        }
    }

    JsonNode table() throws IOException {
        return new JsonMapper().readTree(folder.resolve("out/table.json").toFile());
    }
}
