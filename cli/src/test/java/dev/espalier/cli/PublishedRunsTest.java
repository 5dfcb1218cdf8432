package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.cli.CommandRunner.Outcome;
import dev.espalier.cli.console.ExitCode;
import dev.espalier.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands on every run in {@code results/}, whichever version made it. */
class PublishedRunsTest {

    private static final Path RESULTS = Path.of("../results");

    @TempDir
    private Path folder;

    private final CommandRunner espalier = new CommandRunner(new LibraryRuns());

    private static List<Path> published(boolean withPolicy) throws IOException {
        try (var files = Files.walk(RESULTS)) {
            return files.filter(file -> file.endsWith("config.yml"))
                    .map(Path::getParent)
                    .filter(run -> Files.exists(run.resolve("policy/policy.json")) == withPolicy)
                    .sorted()
                    .toList();
        }
    }

    static List<Path> runs() throws IOException {
        return Stream.concat(published(false).stream(), published(true).stream())
                .toList();
    }

    static List<Path> withPolicy() throws IOException {
        return published(true);
    }

    static List<Path> withoutPolicy() throws IOException {
        return published(false);
    }

    @ParameterizedTest
    @MethodSource("withPolicy")
    void aRunWithItsPolicyIsPlayed(Path run) throws IOException {
        Outcome outcome = espalier.run("eval", run.toString(), "--episodes", "2", "--json");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.json().get("returns")).hasSize(2);
        assertThat(espalier.run("eval", run.resolve("policy").toString(), "--episodes", "2", "--json")
                        .json())
                .isEqualTo(outcome.json());
    }

    @ParameterizedTest
    @MethodSource("withoutPolicy")
    void aRunWithoutItsPolicySaysSoAndHowToGetOne(Path run) {
        Outcome outcome = espalier.run("eval", run.toString());

        assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .isEqualTo("espalier: " + run
                        + " has no policy: of this run only the records were kept, neither checkpoints"
                        + " nor policy/. Train it again: espalier train --config " + run.resolve("config.yml")
                        + " --out runs/" + run.getFileName() + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"export --format onnx --out", "export --format c --out", "card --out", "replay --out"})
    void noCommandHasAPolicyWhereNoneWasKept(String command) {
        Path out = folder.resolve("out");
        String run = RESULTS.resolve("sac-100k/Hopper-v5-sac-seed0").toString();

        Outcome outcome = espalier.run(Stream.of(command.split(" "), new String[] {out.toString(), run})
                .flatMap(Stream::of)
                .toArray(String[]::new));

        assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains(run + " has no policy: of this run only the records were kept");
        assertThat(out).doesNotExist();
    }

    /** To start it anew would overwrite what was published. */
    @Test
    void aPublishedRunIsNotResumed() throws IOException {
        Path copy = folder.resolve("copy");
        TrainedRun.copy(RESULTS.resolve("sac-100k/Hopper-v5-sac-seed0"), copy);
        String evaluations = Files.readString(copy.resolve("evaluations.csv"));

        Outcome outcome = espalier.run("resume", copy.toString());

        assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err())
                .isEqualTo("espalier: " + copy + " cannot go on: its checkpoints were not kept, and to start anew would"
                        + " overwrite its records. Train it again: espalier train --config "
                        + copy.resolve("config.yml") + " --out runs/copy\n");
        assertThat(copy.resolve("evaluations.csv")).content().isEqualTo(evaluations);
        assertThat(copy.resolve(".lock")).doesNotExist();
    }

    /** A run's last checkpoint holds the same policy as policy/, so all commands do the same with either. */
    @ParameterizedTest
    @MethodSource("withPolicy")
    void allCommandsTakeARunWithoutCheckpoints(Path run) throws IOException {
        Path onnx = folder.resolve("policy.onnx");
        Path header = folder.resolve("policy.h");
        Path card = folder.resolve("card");
        Path page = folder.resolve("page.html");

        for (String[] command : List.of(
                new String[] {"export", run.toString(), "--format", "onnx", "--out", onnx.toString()},
                new String[] {"export", run.toString(), "--format", "c", "--out", header.toString()},
                new String[] {"card", run.toString(), "--episodes", "1", "--out", card.toString()},
                new String[] {"replay", run.toString(), "--steps", "5", "--out", page.toString()})) {
            Outcome outcome = espalier.run(command);
            assertThat(outcome.code()).as(outcome.err()).isZero();
        }
        assertThat(Stream.of(onnx, header, card.resolve("README.md"), page)).allMatch(Files::isRegularFile);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void itsNetworksAreCounted(Path run) throws IOException {
        Outcome outcome = espalier.run("params", run.toString(), "--json");

        boolean isUnknown = !Files.exists(run.resolve("structure.json"))
                && Files.readString(run.resolve("config.yml")).contains("  gates: true\n");
        if (isUnknown) {
            assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
            assertThat(outcome.err())
                    .contains(run + " has no structure.json", "espalier params --config " + run.resolve("config.yml"));
        } else {
            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(outcome.json().get("deployed").longValue()).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("runs")
    void trainingWithItsConfigurationIsPossible(Path run) {
        var library = new RecordedRuns();
        Path again = folder.resolve("again");

        Outcome outcome = new CommandRunner(library)
                .run("train", "--config", run.resolve("config.yml").toString(), "--out", again.toString());

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(library.config).isEqualTo(ConfigFile.read(run.resolve("config.yml")));
    }

    /** One run was made twice, before and after a change of the code; a report takes one of them. */
    @ParameterizedTest
    @MethodSource("folders")
    void aReportIsMadeOfEachFolder(Path results) throws IOException {
        List<String> arguments = Stream.concat(
                        Stream.of("report", "--out", folder.resolve("report").toString()),
                        runs().stream()
                                .filter(run -> run.startsWith(results))
                                .map(Path::toString)
                                .filter(run -> !run.endsWith("HalfCheetah-v5-prune-28k-before-seed0")))
                .toList();

        Outcome outcome = espalier.run(arguments.toArray(String[]::new));

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
    }

    static List<Path> folders() throws IOException {
        return runs().stream()
                .map(run -> RESULTS.resolve(RESULTS.relativize(run).getName(0)))
                .distinct()
                .toList();
    }
}
