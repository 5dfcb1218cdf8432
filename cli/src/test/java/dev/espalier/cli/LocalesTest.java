package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.cli.CommandRunner.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the commands write is the same wherever its user lives: digits of one's own (Persian, Arabic, Marathi), a decimal comma, an I
 * with its own rules (Turkish). Everything written under one of these is held against what is written under none.
 */
class LocalesTest {

    /** A decimal digit or separator that is none of ours. */
    private static final Pattern FOREIGN = Pattern.compile("[\\p{Nd}\u066a-\u066c&&[^0-9]]");

    /** What depends on the time of day, or on how fast the machine is. */
    private static final List<String> OF_THE_MOMENT = List.of("metadata.json", "progress.csv");

    /** Lines that tell the time or how long something took. */
    private static final Pattern MOMENT =
            Pattern.compile("\\| started \\||microseconds|\"(elapsed_seconds|checksum)\"");

    /** JVM's own, before any test changed it. */
    private static final Locale USUAL = Locale.getDefault();

    @TempDir
    private static Path shared;

    private static Map<String, String> expected = Map.of();

    @TempDir
    private Path folder;

    @BeforeAll
    static void writeUnderNoLocale() throws IOException {
        Locale.setDefault(Locale.ROOT);
        try {
            expected = texts(everything(shared.resolve("all")));
        } finally {
            Locale.setDefault(USUAL);
        }
    }

    @AfterEach
    void restore() {
        Locale.setDefault(USUAL);
    }

    /** The test would pass if nothing were written. */
    @Test
    void filesOfAllKindsAreCompared() {
        assertThat(expected.keySet())
                .contains("run/config.yml", "run/evaluations.csv", "run/prune_events.jsonl", "report/report.html")
                .contains("policy.h", "card/README.md", "outputs.txt")
                .anyMatch(name -> name.endsWith(".svg"))
                .anyMatch(name -> name.matches("run/checkpoints/step-\\d+/state.json"))
                .anyMatch(name -> name.startsWith("run/ladder/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fa-IR", "ar-EG-u-nu-arab", "mr-IN-u-nu-deva", "tr-TR", "de-DE"})
    void everyFileIsTheSame(String tag) throws IOException {
        Locale.setDefault(Locale.forLanguageTag(tag));

        Map<String, String> written = texts(everything(folder.resolve("all")));

        assertThat(written.keySet()).isEqualTo(expected.keySet());
        written.forEach((name, text) -> {
            assertThat(name).doesNotContainPattern(FOREIGN);
            assertThat(text.lines().filter(line -> FOREIGN.matcher(line).find()))
                    .as("lines of %s with foreign digits", name)
                    .isEmpty();
            if (OF_THE_MOMENT.stream().noneMatch(name::endsWith)) {
                List<String> lines = expected.getOrDefault(name, "").lines().toList();
                assertThat(text.lines()
                                .filter(line -> !lines.contains(line)
                                        && !MOMENT.matcher(line).find()))
                        .as("lines of %s that are not there under no locale", name)
                        .isEmpty();
            }
        });
    }

    /** Trains a run that prunes; then every command that writes or prints of it. */
    private static Path everything(Path folder) throws IOException {
        Path run = folder.resolve("run");
        List<String> printed = new ArrayList<>();
        printed.add(run(SmallRun.pruned(run, "log_every=50", "evaluation.every=50", "checkpoint.every=100")));
        printed.add(run("digest", run.toString()));
        printed.add(run("eval", run.toString(), "--episodes", "2"));
        printed.add(run("params", run.toString()));
        printed.add(run("params", "--preset", "prune-b", "--env", "Ant-v5"));
        printed.add(run("ladder", run.toString()));
        printed.add(run("ladder", run.toString(), "--json"));
        printed.add(run("envs"));
        printed.add(run("presets"));
        printed.add(run(
                "export",
                run.toString(),
                "--format",
                "c",
                "--out",
                folder.resolve("policy.h").toString()));
        printed.add(run(
                "export",
                run.toString(),
                "--format",
                "onnx",
                "--out",
                folder.resolve("policy.onnx").toString()));
        printed.add(run("card", run.toString(), "--out", folder.resolve("card").toString(), "--episodes", "2"));
        printed.add(run(
                "replay", run.toString(), "--out", folder.resolve("replay.html").toString(), "--steps", "20"));
        printed.add(
                run("report", run.toString(), "--out", folder.resolve("report").toString()));
        String home = folder.toString();
        Files.writeString(
                folder.resolve("outputs.txt"),
                String.join("\n", printed)
                        .replace(home, "HOME")
                        .replaceAll("[\\d.]+ steps/s, ETA \\S+,", "RATE,")
                        .replaceAll("ETA \\S+", "ETA"));
        return folder;
    }

    private static String run(String... arguments) {
        Outcome outcome = new CommandRunner(new LibraryRuns()).run(arguments);
        assertThat(outcome.code())
                .as("%s: %s", List.of(arguments), outcome.err())
                .isZero();
        return outcome.out() + outcome.err();
    }

    /** All files of text below a folder by name; one path stands for the other. */
    private static Map<String, String> texts(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                if (!name.matches(".*(safetensors|onnx|png|npz|tfevents.*|bundle|lock)")) {
                    texts.put(name, Files.readString(file).replace(folder.toString(), "HOME"));
                }
            }
        }
        return texts;
    }
}
