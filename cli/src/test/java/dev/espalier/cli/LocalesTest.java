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
 * Output of commands must not depend on the locale: other digits (Persian, Arabic, Marathi), a decimal comma, special
 * rules for the letter I (Turkish). All output under these locales is compared with that of the root locale.
 */
class LocalesTest {

    /** A decimal digit or separator that is not ASCII. */
    private static final Pattern FOREIGN = Pattern.compile("[\\p{Nd}\u066a-\u066c&&[^0-9]]");

    /** Files that depend on the time or the speed of the machine. */
    private static final List<String> OF_THE_MOMENT = List.of("metadata.json", "progress.csv");

    /** Lines that contain times or durations. */
    private static final Pattern MOMENT =
            Pattern.compile("\\| started \\||microseconds|\"(elapsed_seconds|checksum)\"");

    /** The JVM's default, before any test changed it. */
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

    /** Without files, the other tests would pass trivially. */
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

    /** Trains a run that prunes, then runs every command that writes or prints results. */
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

    /** All text files below a folder by name, with the folder's path replaced. */
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
