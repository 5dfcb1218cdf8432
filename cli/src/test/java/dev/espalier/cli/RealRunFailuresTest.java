package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.cli.CommandRunner.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Error messages of commands, with the real library. */
class RealRunFailuresTest {

    private final CommandRunner espalier = new CommandRunner(new LibraryRuns());

    @TempDir
    private Path folder;

    private Outcome train(Path out, long steps, String... options) {
        List<String> arguments = new ArrayList<>(SmallRun.train(out, steps));
        arguments.addAll(List.of(options));
        return espalier.run(arguments.toArray(String[]::new));
    }

    private static void assertFails(Outcome outcome, int code, String message) {
        assertThat(outcome.err()).startsWith("espalier: " + message).doesNotContain("\tat ", "internal error");
        assertThat(outcome.out()).doesNotContain("Done");
        assertThat(outcome.code()).isEqualTo(code);
    }

    @Test
    void notANumberInAFileIsNamedWithItsLine() throws IOException {
        Path file = Files.writeString(folder.resolve("my.yml"), """
                sac:
                  tau: 0.1
                  learning_rate: .nan
                """);

        assertFails(
                espalier.run("train", "--config", file.toString()),
                2,
                file + ":3: sac.learning_rate is NaN; give a finite number above 0\n");
    }

    /** 11 diagonals of 6 layers, and a policy of 1 unit per layer: 6 * 11 + (11 + 1) + (1 + 1) + (1 + 1) * 6 = 92. */
    @Test
    void aTargetThatCannotBeReachedIsRefusedBeforeAnythingIsWritten() {
        Path run = folder.resolve("run");
        String[] train = {
            "train", "--env", "Hopper-v5", "--preset", "prune-b", "--out", run.toString(), "--target-params"
        };

        assertFails(
                espalier.run(Stream.concat(Stream.of(train), Stream.of("91")).toArray(String[]::new)),
                2,
                "prune.target.deployed is 91, but with a single unit in each hidden layer, and none in extractors,"
                        + " 92 parameters are deployed; give at least that\n");
        assertFails(
                espalier.run(Stream.concat(Stream.of(train), Stream.of("2M")).toArray(String[]::new)),
                2,
                "prune.target.deployed is 2000000, but there are no more than 925128 parameters deployed at the start;"
                        + " give less, or start with wider networks\n");
        assertThat(run).doesNotExist();
    }

    @Test
    void cudaWithoutCudaIsRefused() {
        Path run = folder.resolve("run");
        Outcome outcome = train(run, 60, "--device", "cuda");

        if (torch.cuda_is_available()) {
            assertThat(outcome.code()).isZero();
        } else {
            assertFails(outcome, 1, "device cuda: ");
            assertThat(outcome.err()).contains("or use --device cpu");
            assertThat(run).doesNotExist();
        }
    }

    /** Not even root can create a folder in either of these. */
    @Test
    void whereNothingCanBeWrittenTheDirectoryIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertFails(
                train(Path.of("/proc/espalier-run"), 60),
                2,
                "Cannot make the run directory /proc/espalier-run: no such file or folder");
        assertFails(train(file, 60), 2, file + " is a file. Choose another directory with --out.\n");
        assertFails(train(file.resolve("run"), 60), 2, "Cannot make the run directory " + file.resolve("run") + ": ");
    }

    @Test
    void aDirectoryInUseIsNotOverwritten() throws IOException {
        Path note = Files.writeString(folder.resolve("note.txt"), "mine");

        assertFails(
                train(folder, 60),
                2,
                folder + " exists and is not empty. Choose another directory with --out, or continue the run in it with"
                        + " `espalier resume " + folder + "`.\n");
        assertThat(folder).isDirectoryContaining(path -> path.equals(note));
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void aReplayBeyondAnyArrayIsRefused() {
        assertFails(
                train(folder.resolve("run"), 1_000_000_000, "--set", "replay_capacity=1000000000"),
                2,
                "replay_capacity 1000000000 is too large for observations of 4 entries: at most 536870909 fit;"
                        + " lower replay_capacity or steps\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"resume", "eval"})
    void aForeignDirectoryIsNoRun(String command) throws IOException {
        assertFails(
                espalier.run(command, folder.toString()),
                2,
                folder + " is not a run directory: it has no config.yml.\n");

        Path config = Files.writeString(folder.resolve("config.yml"), "title: my web site\n");
        assertFails(espalier.run(command, folder.toString()), 2, config + ":1: unknown key 'title'");

        Files.writeString(config, "env: Hopper-v5\n");
        assertFails(
                espalier.run(command, folder.toString()),
                2,
                config + ": 'agent' is missing; a run's configuration names every setting. If another version of"
                        + " Espalier made the run, go on with that one: metadata.json names it\n");
    }

    @Test
    void withoutACheckpointThereIsNoDigest() throws IOException {
        Path run = folder.resolve("run");
        assertThat(train(run, 60).code()).isZero();
        Files.move(run.resolve("checkpoints"), folder.resolve("elsewhere"));

        assertFails(
                espalier.run("digest", run.toString()), 1, "There is no checkpoint in " + run.resolve("checkpoints"));
    }

    @Test
    void anExplodingPolicyEndsWithTheNetworkTheStepAndTheEvidence() {
        Path run = folder.resolve("run");
        String message = "training diverged at step 51: the loss of network q1 is Infinity; a smaller learning rate or"
                + " reward scale may help. The weights and the mini-batch are in "
                + run.resolve("evidence-step-000000051") + "\n";

        assertFails(train(run, 100, "--set", "sac.reward_scale=1e38", "--set", "checkpoint.every=50"), 1, message);
        String digest = espalier.run("digest", run.toString()).out();
        assertThat(run.resolve("evidence-step-000000051/agent.safetensors")).isRegularFile();

        assertFails(espalier.run("resume", run.toString()), 1, message);
        assertThat(espalier.run("digest", run.toString()).out()).hasSize(65).isEqualTo(digest);
        assertThat(espalier.run("eval", run.toString(), "--episodes", "1").code())
                .isZero();
    }

    @Test
    void anExplodedPolicyCannotBeEvaluated() {
        Path run = folder.resolve("run");
        // The weights of step 51 can be saved; the action of step 52 stops the run.
        assertFails(
                train(run, 60, "--set", "sac.learning_rate=1e30", "--set", "checkpoint.every=51"),
                1,
                "training diverged at step 51: the action of network policy is NaN");

        assertFails(espalier.run("eval", run.toString()), 1, "the action of network policy is NaN\n");
    }
}
