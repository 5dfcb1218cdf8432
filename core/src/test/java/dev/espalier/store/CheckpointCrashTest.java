package dev.espalier.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints of a process that is killed or cannot write any more. */
class CheckpointCrashTest {

    private static final int SMALL = 100_000;
    private static final int LARGE = 4_000_000;

    @TempDir
    private Path root;

    /** Each child continues from where the previous one was killed, so a lost or damaged checkpoint would show. */
    @Test
    @Timeout(120)
    void killedAtAnyMomentTheNewestFinishedCheckpointIsThere() throws IOException, InterruptedException {
        Path folder = root.resolve("checkpoints");
        Random random = new Random(5);
        List<String> warnings = new ArrayList<>();
        for (int kill = 0; kill < 8; kill++) {
            Process child = new ProcessBuilder(java(KeepSaving.class, folder.toString()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            long reported;
            try (BufferedReader output = child.inputReader()) {
                reported = Long.parseLong(String.valueOf(output.readLine()));
                TimeUnit.MILLISECONDS.sleep(random.nextLong(80));
                child.toHandle().destroyForcibly(); // unlike that of Process, it leaves the output readable
                child.waitFor();
                reported = lastComplete(output, reported);
            }
            Checkpoint latest = new CheckpointStore(folder, 2).latest(warnings::add);

            assertThat(warnings).isEmpty();
            assertThat(latest.step()).isBetween(reported, reported + 1);
            assertThat(latest.digest())
                    .isEqualTo(TestCheckpoints.at(latest.step(), LARGE).digest());
        }
    }

    private static long lastComplete(BufferedReader output, long before) throws IOException {
        long last = before;
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            last = Long.parseLong(line);
        }
        return last;
    }

    /** Saves checkpoints until it is killed; prints the step of each finished one. */
    static final class KeepSaving {

        private KeepSaving() {}

        static void main(String[] args) throws IOException {
            Path folder = Path.of(args[0]);
            Files.createDirectories(folder);
            AtomicFiles.recover(folder);
            var store = new CheckpointStore(folder, 2);
            long step = folder.toFile().list().length == 0
                    ? 0
                    : store.latest(System.err::println).step();
            while (true) {
                step++;
                store.save(TestCheckpoints.at(step, LARGE));
                System.out.println(step);
            }
        }
    }

    /** The shell's limit on file sizes simulates a disk that becomes full during a save. */
    @Test
    @Timeout(60)
    void whereTheDiskEndsTheLastCheckpointIsKept() throws IOException, InterruptedException {
        Path folder = root.resolve("checkpoints");
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -f 1000; exec \"$@\"", "sh"));
        command.addAll(java(SaveSmallThenLarge.class, folder.toString()));
        Process child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String message = String.valueOf(child.inputReader().readLine());

        assertThat(child.waitFor()).isEqualTo(3);
        assertThat(message)
                .isEqualTo("Cannot write " + folder.resolve("step-000000002")
                        + ": File too large. Earlier checkpoints are kept: cure the cause and resume.");
        assertThat(folder.toFile().list()).containsExactly("step-000000001");
        List<String> warnings = new ArrayList<>();
        assertThat(new CheckpointStore(folder, 2).latest(warnings::add).digest())
                .isEqualTo(TestCheckpoints.at(1, SMALL).digest());
        assertThat(warnings).isEmpty();
    }

    /** Saves a checkpoint that fits and one that does not; prints the error of the second. */
    static final class SaveSmallThenLarge {

        private SaveSmallThenLarge() {}

        static void main(String[] args) {
            var store = new CheckpointStore(Path.of(args[0]), 2);
            store.save(TestCheckpoints.at(1, SMALL));
            try {
                store.save(TestCheckpoints.at(2, LARGE));
            } catch (StoreException e) {
                System.out.println(e.getMessage());
                System.exit(3);
            }
        }
    }

    private static List<String> java(Class<?> main, String argument) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                argument);
    }
}
