package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.espalier.cli.console.ExitCode;
import dev.espalier.run.Ladder;
import dev.espalier.run.files.RunDirectory;
import dev.espalier.store.AtomicFiles;
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

    /** The bundle of its end takes the place of the last checkpoint, for all commands. */
    @Test
    void aRunWithoutCheckpointsHasThePolicyOfItsEnd() throws IOException {
        Path published = published();

        assertThat(eval(published.toString())).isEqualTo(eval(run.toString()));
        assertThat(export(published)).isEqualTo(export(run));
        assertThat(commands.run(
                                "replay",
                                published.toString(),
                                "--out",
                                folder.resolve("a.html").toString())
                        .out()
                        .lines()
                        .findFirst())
                .isEqualTo(commands.run(
                                "replay",
                                run.toString(),
                                "--out",
                                folder.resolve("b.html").toString())
                        .out()
                        .lines()
                        .findFirst());
        CommandRunner.Outcome card = commands.run(
                "card",
                published.toString(),
                "--episodes",
                "1",
                "--out",
                folder.resolve("card").toString());
        assertThat(card.code()).as(card.err()).isZero();
    }

    private Path published() throws IOException {
        Path published = folder.resolve("published");
        TrainedRun.copy(run, published);
        AtomicFiles.deleteDirectory(published.resolve("checkpoints"));
        return published;
    }

    private String export(Path exported) throws IOException {
        Path file = folder.resolve("policy.h");
        CommandRunner.Outcome outcome =
                commands.run("export", exported.toString(), "--format", "c", "--out", file.toString());
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return Files.readString(file);
    }

    /** Their theta is a factor of the weights. */
    @Test
    void withoutACheckpointGatesCannotBeRounded() throws IOException {
        Path published = published();
        AtomicFiles.deleteDirectory(published.resolve("policy"));
        Path undecided = Ladder.read(RunDirectory.open(run)).stream()
                .filter(rung -> rung.undecided() > 0)
                .findFirst()
                .orElseThrow()
                .folder();
        TrainedRun.copy(undecided, published.resolve("policy"));
        String out = folder.resolve("policy.h").toString();

        CommandRunner.Outcome as = commands.run("export", published.toString(), "--format", "c", "--out", out);
        CommandRunner.Outcome rounded =
                commands.run("export", published.toString(), "--format", "c", "--out", out, "--round");

        assertThat(as.code()).isEqualTo(ExitCode.USAGE);
        assertThat(as.err()).contains(" gates are still undecided at step ");
        assertThat(rounded.code()).isEqualTo(ExitCode.USAGE);
        assertThat(rounded.err())
                .contains(published + " has no checkpoint, which rounding its ", "folded into the weights");
    }

    @Test
    void aRunBeforeItsFirstCheckpointHasNoPolicyYet() throws IOException {
        Path young = Files.createDirectory(folder.resolve("young"));
        Files.copy(run.resolve("config.yml"), young.resolve("config.yml"));

        CommandRunner.Outcome outcome = commands.run("eval", young.toString());

        assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err())
                .isEqualTo("espalier: " + young
                        + " has no policy yet: it has not come to its first checkpoint, at step 50."
                        + " If it was stopped, go on with: espalier resume " + young + "\n");
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
