package dev.espalier.run;

import static dev.espalier.run.TestRuns.assertSameRun;
import static dev.espalier.run.TestRuns.config;
import static dev.espalier.run.TestRuns.finish;
import static dev.espalier.run.TestRuns.java;
import static dev.espalier.run.TestRuns.straight;
import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.mujoco.Mujoco;
import dev.espalier.run.loop.RunListener;
import dev.espalier.store.StoreException;
import dev.espalier.tensor.Compute;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs in their own processes that are killed or run out of disk. */
class KilledRunTest {

    private static final int KILLS = 6;

    /** Frequent checkpoints, so that many kills occur during a write. */
    private static final String[] LONG = {"steps=1000", "random_steps=20", "checkpoint.every=20", "environments=2"};

    /** Ant's replay exceeds 110 kB between the checkpoints of steps 100 and 150. */
    private static final String[] GROWING = {
        "env=Ant-v5", "steps=200", "random_steps=190", "sac.hidden=[4]", "log_every=50"
    };

    @TempDir
    private Path folder;

    @Test
    @Timeout(300)
    void killedAgainAndAgainItEndsAsIfItHadNeverStopped() throws Exception {
        Path expected = straight(folder.resolve("straight"), LONG);
        Path run = folder.resolve("run");
        Random random = new Random(7);
        List<String> said = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            // The first comes before the first checkpoint.
            int steps = kill == 0 ? 5 : 1 + random.nextInt(30);
            said.addAll(killedAfter(steps, random.nextInt(kill == 0 ? 1 : 40), run));
        }

        said.addAll(finish(run));
        assertThat(said)
                .hasSize(KILLS)
                .allMatch(message ->
                        message.matches("no checkpoint had been written yet: starting anew|continuing at step \\d+"));
        assertSameRun(run, expected);
    }

    /** Kills a process some milliseconds after some steps; returns its messages. */
    private static List<String> killedAfter(int steps, int milliseconds, Path run) throws Exception {
        Process child = new ProcessBuilder(java(Train.class, run))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> messages = new ArrayList<>();
        try (BufferedReader output = child.inputReader()) {
            for (int seen = 0; seen < steps; ) {
                String line = Objects.requireNonNull(output.readLine(), "the run ended before it could be killed");
                if (line.equals("step")) {
                    seen++;
                } else {
                    messages.add(line);
                }
            }
            TimeUnit.MILLISECONDS.sleep(milliseconds);
            child.destroyForcibly().waitFor();
        }
        assertThat(child.exitValue()).as("128 + SIGKILL").isEqualTo(137);
        return messages;
    }

    /** Starts the long run, or resumes it if it exists; prints each step and each message. */
    static final class Train {

        private Train() {}

        static void main(String[] args) {
            Path run = Path.of(args[0]);
            var speaking = new RunListener() {
                @Override
                public void onStep(Progress progress) {
                    System.out.println("step");
                }

                @Override
                public void onEvaluation(long step, List<Double> returns) {}

                @Override
                public void onMessage(String message) {
                    System.out.println(message);
                }
            };
            if (Files.exists(run)) {
                TrainingRun.resume(run, speaking, TestRuns.NEVER);
            } else {
                TrainingRun.start(config(LONG), run, speaking, TestRuns.NEVER);
            }
        }
    }

    @Test
    @Timeout(120)
    void whereTheDiskEndsTheLastCheckpointIsKeptAndResumed() throws Exception {
        Path expected = straight(folder.resolve("straight"), GROWING);
        Path run = folder.resolve("run");

        assertThat(failureOnAFullDisk(110_000, run, GROWING))
                .isEqualTo("Cannot write " + run.resolve("checkpoints/step-000000150")
                        + ": File too large. Earlier checkpoints are kept: cure the cause and resume.");
        assertThat(run.resolve("checkpoints").toFile().list())
                .containsExactlyInAnyOrder("step-000000050", "step-000000100");
        assertThat(finish(run)).containsExactly("continuing at step 100");
        assertSameRun(run, expected);
    }

    @Test
    @Timeout(120)
    void divergenceOnAFullDiskIsStillSaid() throws Exception {
        Path run = folder.resolve("run");

        assertThat(failureOnAFullDisk(10_000, run, "sac.reward_scale=1e38", "checkpoint.every=1000"))
                .startsWith("training diverged at step 51: the loss of network q1 is Infinity; a smaller learning rate"
                        + " or reward scale may help. Evidence could not be saved: Cannot write "
                        + run.resolve("evidence-step-000000051.espalier-unfinished-"))
                .endsWith("/agent.safetensors: File too large.");
        assertThat(run.resolve("evidence-step-000000051")).doesNotExist();
    }

    /** The shell's limit on file sizes simulates a disk that becomes full during a write. */
    private static String failureOnAFullDisk(int limitBytes, Path run, String... changes) throws Exception {
        // Unpacks the native libraries, which the child could not do.
        Mujoco.load();
        Compute.on(Compute.Kind.CPU, 1);
        List<String> command = new ArrayList<>(
                List.of("sh", "-c", String.format(Locale.ROOT, "ulimit -f %d; exec \"$@\"", limitBytes / 512), "sh"));
        command.addAll(java(TrainOnAFullDisk.class, run, changes));
        Process child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String message = child.inputReader().readAllLines().getLast();
        assertThat(child.waitFor()).isEqualTo(3);
        return message;
    }

    /** Starts a run and prints its error. */
    static final class TrainOnAFullDisk {

        private TrainOnAFullDisk() {}

        static void main(String[] args) {
            String[] changes = Arrays.copyOfRange(args, 1, args.length);
            try {
                TrainingRun.start(config(changes), Path.of(args[0]), new TestRuns.Heard(), TestRuns.NEVER);
            } catch (StoreException | TrainingDivergedException e) {
                System.out.println(e.getMessage());
                System.exit(3);
            }
        }
    }
}
