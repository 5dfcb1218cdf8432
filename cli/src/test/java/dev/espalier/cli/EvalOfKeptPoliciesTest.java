package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.espalier.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code espalier eval} on what a run has kept: its best policy, those of the ladder, bundles. */
@ExtendWith(TrainedRun.Once.class)
class EvalOfKeptPoliciesTest {

    private static Path run = Path.of("");

    @TempDir
    private Path folder;

    private final CommandRunner commands = new CommandRunner(new LibraryRuns());

    @BeforeAll
    static void take(TrainedRun trained) {
        run = trained.finished();
    }

    /** The bundle is written at the last evaluation, the checkpoint after it, so both hold the same policy. */
    @Test
    void aBundleScoresWhatTheRunScores() throws IOException {
        assertThat(eval(run.resolve("policy").toString())).isEqualTo(eval(run.toString()));
    }

    @Test
    void theBestPolicyIsTheOneOfTheBestFolder() throws IOException {
        assertThat(eval(run.toString(), "--best"))
                .isEqualTo(eval(run.resolve("best").toString()));
        // The mean return of the evaluation that it won, with other start states, is in score.json.
        JsonNode score =
                new ObjectMapper().readTree(run.resolve("best/score.json").toFile());
        JsonNode made = new ObjectMapper()
                .readTree(run.resolve("best/policy.json").toFile())
                .get("made");
        assertThat(made.get("steps_trained")).isEqualTo(score.get("step"));
    }

    @Test
    void everyRungOfTheLadderCanBePlayed() throws IOException {
        try (var rungs = Files.list(run.resolve("ladder"))) {
            List<Path> all = rungs.toList();
            assertThat(all).isNotEmpty();
            for (Path rung : all) {
                assertThat(eval(rung.toString()).get("returns")).hasSize(2);
            }
        }
    }

    @Test
    void aDamagedBundleIsRefused() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("policy"));
        Files.copy(run.resolve("policy/policy.safetensors"), copy.resolve("policy.safetensors"));
        Files.writeString(
                copy.resolve("policy.json"),
                Files.readString(run.resolve("policy/policy.json")).replace("relu", "none"));

        CommandRunner.Outcome outcome = commands.run("eval", copy.toString());

        assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err())
                .startsWith("espalier: Cannot read the policy of " + copy)
                .contains("checksum");
    }

    @Test
    void aRunWithoutABestPolicySaysWhatToDo() throws IOException {
        Path young = Files.createDirectory(folder.resolve("young"));
        Files.copy(run.resolve("config.yml"), young.resolve("config.yml"));

        CommandRunner.Outcome outcome = commands.run("eval", young.toString(), "--best");

        assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains(young + " has no best policy to play: ", "espalier ladder " + young);
    }

    private JsonNode eval(String... arguments) throws IOException {
        CommandRunner.Outcome outcome =
                commands.run(List.of(List.of("eval"), List.of(arguments), List.of("--episodes", "2", "--json")).stream()
                        .flatMap(List::stream)
                        .toArray(String[]::new));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return new ObjectMapper().readTree(outcome.out());
    }
}
