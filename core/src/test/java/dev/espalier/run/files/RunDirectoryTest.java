package dev.espalier.run.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {

    @TempDir
    private Path folder;

    @Test
    void isMadeWithItsParents() {
        Path root = folder.resolve("runs/a");
        RunDirectory directory = RunDirectory.create(root);

        assertThat(root).isEmptyDirectory();
        assertThat(directory.checkpoints()).isEqualTo(root.resolve("checkpoints"));
    }

    @Test
    void anEmptyDirectoryWillDoEvenWithWhatAKilledRunLeftInIt() throws IOException {
        RunDirectory.create(folder).lock().close();
        Files.createFile(folder.resolve("config.yml.espalier-unfinished"));

        assertThat(RunDirectory.create(folder).root()).isEqualTo(folder);
    }

    @Test
    void aDirectoryWithAnythingInItIsRefused() throws IOException {
        Files.createFile(folder.resolve("config.yml"));

        assertThatThrownBy(() -> RunDirectory.create(folder))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessage("%s exists and is not empty. Choose another directory with --out, or continue the run in it"
                                .formatted(folder)
                        + " with `espalier resume %s`.".formatted(folder));
    }

    /** Between its making and its lock, another run may have begun in a directory. */
    @Test
    void emptinessCanBeAskedForAgainOnceItIsLocked() throws IOException {
        RunDirectory directory = RunDirectory.create(folder.resolve("run"));
        try (RunDirectory.Lock _ = directory.lock()) {
            directory.requireEmpty();
            Files.createFile(directory.progress());

            assertThatThrownBy(directory::requireEmpty)
                    .isInstanceOf(RunDirectoryException.class)
                    .hasMessageContaining("exists and is not empty");
        }
    }

    @Test
    void aFileIsRefused() throws IOException {
        Path file = Files.createFile(folder.resolve("a"));

        assertThatThrownBy(() -> RunDirectory.create(file))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessage(file + " is a file. Choose another directory with --out.");
    }

    /** Not even root can create a folder in either of these. */
    @Test
    void aPathThatCannotBeWrittenIsNamed() throws IOException {
        Path underFile = Files.createFile(folder.resolve("a")).resolve("run");
        assertThatThrownBy(() -> RunDirectory.create(underFile))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageStartingWith("Cannot make the run directory " + underFile + ": ")
                .hasMessageEndingWith(". Choose another with --out.");

        Path inProc = Path.of("/proc/espalier-run");
        assertThatThrownBy(() -> RunDirectory.create(inProc))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageStartingWith("Cannot make the run directory /proc/espalier-run: no such file or folder");
    }

    @Test
    void onlyTheDirectoryOfARunIsOpened() throws IOException {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> RunDirectory.open(missing))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessage(missing + " is not a run directory: there is no such directory.");
        Path file = Files.createFile(folder.resolve("README.md"));
        assertThatThrownBy(() -> RunDirectory.open(file))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessage(file + " is not a run directory: it is a file, not a folder.");
        assertThatThrownBy(() -> RunDirectory.open(folder))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessage(folder + " is not a run directory: it has no config.yml.");

        Files.createFile(folder.resolve("config.yml"));
        assertThat(RunDirectory.open(folder).root()).isEqualTo(folder);
    }

    @Test
    void twoRunsOfOneProcessCannotShareIt() {
        RunDirectory directory = RunDirectory.create(folder);
        try (var _ = directory.lock()) {
            assertThatThrownBy(directory::lock)
                    .isInstanceOf(RunDirectoryException.class)
                    .hasMessage("Another run is writing to " + folder
                            + ". Wait until it has ended, or choose another directory.");
        }
        directory.lock().close();
    }

    @Test
    @Timeout(60)
    void twoProcessesCannotShareItAndAKilledOneGivesItBack() throws IOException, InterruptedException {
        RunDirectory directory = RunDirectory.create(folder);
        Process other = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HoldLock.class.getName(),
                        folder.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(other.inputReader().readLine()).isEqualTo("locked");

        assertThatThrownBy(directory::lock)
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("Another run is writing to " + folder);
        other.destroyForcibly().waitFor();
        directory.lock().close();
    }

    /** Holds the lock until it is killed. */
    static final class HoldLock {

        private HoldLock() {}

        static void main(String[] args) throws InterruptedException {
            try (var _ = RunDirectory.create(Path.of(args[0])).lock()) {
                System.out.println("locked");
                TimeUnit.MINUTES.sleep(1);
            }
        }
    }

    @Test
    void whoWritesClearsWhatAKilledWriterLeft() throws IOException {
        RunDirectory directory = RunDirectory.create(folder);
        Path unfinished = directory.checkpoints().resolve("step-000000001.espalier-unfinished");
        Files.createDirectories(unfinished);
        Files.createFile(folder.resolve("metadata.json.espalier-unfinished"));
        directory.lock().close();

        assertThat(unfinished).doesNotExist();
        assertThat(folder.resolve("metadata.json.espalier-unfinished")).doesNotExist();
    }
}
