package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.cli.console.ExitCode;
import dev.espalier.policy.PolicyBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code espalier ladder}: sizes and scores of the policies that a run has kept, and a choice among them. */
@ExtendWith(TrainedRun.Once.class)
class LadderCommandTest {

    private static Path run = Path.of("");

    @TempDir
    private Path folder;

    private final CommandRunner commands = new CommandRunner(new LibraryRuns());

    @BeforeAll
    static void take(TrainedRun trained) {
        run = trained.finished();
    }

    @Test
    void theLadderListsSizesAndPicks() throws IOException {
        JsonNode rungs = rungs();

        assertThat(rungs.size()).isGreaterThan(2);
        JsonNode best = chosen(rungs);
        rungs.forEach(rung -> assertThat(rung.get("mean_return").doubleValue())
                .isLessThanOrEqualTo(best.get("mean_return").doubleValue()));
        long smallest = rungs.get(0).get("deployed").longValue();
        assertThat(chosen(rungs("--max-params", Long.toString(smallest)))
                        .get("deployed")
                        .longValue())
                .isEqualTo(smallest);
        assertThat(chosen(rungs("--max-bytes", rungs.get(0).get("bytes").asText()))
                        .get("deployed")
                        .longValue())
                .isEqualTo(smallest);
        assertThat(chosen(rungs("--min-score", "0")).get("deployed").longValue())
                .isEqualTo(smallest);
        assertThat(commands.run("ladder", run.toString()).out().lines().filter(line -> line.startsWith("*")))
                .hasSize(1);
    }

    private JsonNode rungs(String... limits) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("ladder", run.toString(), "--json"));
        arguments.addAll(Arrays.asList(limits));
        return new ObjectMapper()
                .readTree(commands.run(arguments.toArray(String[]::new)).out())
                .get("rungs");
    }

    private static JsonNode chosen(JsonNode rungs) {
        List<JsonNode> chosen = new ArrayList<>();
        rungs.forEach(rung -> {
            if (rung.get("chosen").booleanValue()) {
                chosen.add(rung);
            }
        });
        assertThat(chosen).hasSize(1);
        return chosen.getFirst();
    }

    @Test
    void aRungCanBeExported() throws IOException {
        Path out = folder.resolve("small");
        JsonNode smallest = rungs().get(0);

        CommandRunner.Outcome outcome = commands.run(
                "ladder",
                run.toString(),
                "--max-params",
                smallest.get("deployed").asText(),
                "--format",
                "bundle",
                "--out",
                out.toString());

        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).contains("policy of step " + smallest.get("step") + ", " + smallest.get("deployed"));
        assertThat(PolicyBundle.read(out).task()).isEqualTo("InvertedPendulum-v5");
    }

    /** As earlier versions wrote it. */
    @Test
    void aRungWithoutAChecksumIsToldSo() throws IOException {
        Path earlier = folder.resolve("earlier");
        TrainedRun.copy(run, earlier);
        var json = new ObjectMapper();
        try (var rungs = Files.list(earlier.resolve("ladder"))) {
            for (Path rung : rungs.toList()) {
                for (String name : List.of("policy.json", "rung.json")) {
                    ObjectNode node =
                            (ObjectNode) json.readTree(rung.resolve(name).toFile());
                    node.remove("checksum");
                    json.writeValue(rung.resolve(name).toFile(), node);
                }
            }
        }

        CommandRunner.Outcome outcome = commands.run(
                "ladder",
                earlier.toString(),
                "--format",
                "bundle",
                "--out",
                folder.resolve("bundle").toString());

        assertThat(outcome.code()).isZero();
        assertThat(outcome.err())
                .hasLineCount(1)
                .startsWith("The policy of " + earlier.resolve("ladder"))
                .contains(" has no checksum, as an earlier version of Espalier kept it");
    }

    /** One bit of one weight: the file stays well-formed. */
    @Test
    void aRungWithAFlippedBitIsNotShipped() throws IOException {
        Path damaged = folder.resolve("damaged");
        TrainedRun.copy(run, damaged);
        try (var rungs = Files.list(damaged.resolve("ladder"))) {
            for (Path rung : rungs.toList()) {
                Path weights = rung.resolve("policy.safetensors");
                byte[] bytes = Files.readAllBytes(weights);
                bytes[bytes.length - 200] ^= 0x40;
                Files.write(weights, bytes);
            }
        }
        Path out = folder.resolve("policy.h");

        CommandRunner.Outcome outcome =
                commands.run("ladder", damaged.toString(), "--format", "c", "--out", out.toString());

        assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err())
                .contains("espalier: Cannot read the policy of " + damaged.resolve("ladder"))
                .contains("do not have the checksum that it tells")
                .doesNotContain("\tat ");
        assertThat(out).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --max-params | -5  | --max-params and --max-bytes take a whole number of at least 1
                    --max-bytes  | 0   | --max-params and --max-bytes take a whole number of at least 1
                    --min-score  | NaN | --min-score is no number
                    """)
    void limitsThatMakeNoSenseAreRefused(String option, String value, String message) {
        CommandRunner.Outcome outcome = commands.run("ladder", run.toString(), option, value);

        assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains(message);
    }

    @Test
    void aLadderWithoutAFittingRungSaysWhatThereIs() {
        CommandRunner.Outcome outcome = commands.run("ladder", run.toString(), "--max-params", "3");

        assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("no policy of " + run + " fits; the smallest has ");
    }
}
