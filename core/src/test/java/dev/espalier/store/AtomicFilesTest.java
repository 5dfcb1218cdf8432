package dev.espalier.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {

    @TempDir
    private Path folder;

    @Test
    void aFileIsReplaced() {
        Path file = folder.resolve("a.txt");
        AtomicFiles.writeString(file, "old and long");
        AtomicFiles.writeString(file, "new");

        assertThat(file).hasContent("new");
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void aFolderIsReplaced() {
        Path target = folder.resolve("d");
        AtomicFiles.writeDirectory(target, d -> Files.writeString(d.resolve("old"), "1"));
        AtomicFiles.writeDirectory(target, d -> Files.writeString(d.resolve("new"), "2"));

        assertThat(names()).containsExactly("d");
        assertThat(target).isDirectoryContaining("glob:**/new").isDirectoryNotContaining("glob:**/old");
    }

    /** /dev/full answers every write with the error of a full disk. */
    @Test
    void aFullDiskLeavesThePreviousFolder() {
        Path target = folder.resolve("d");
        AtomicFiles.writeDirectory(target, d -> Files.writeString(d.resolve("a"), "old"));

        assertThatThrownBy(() -> AtomicFiles.writeDirectory(target, d -> {
                    Files.writeString(d.resolve("a"), "half of the new one");
                    writeToFullDisk();
                }))
                .isInstanceOf(StoreException.class)
                .hasMessage("Cannot write " + target + ": No space left on device. The previous one is kept.");
        assertThat(target.resolve("a")).hasContent("old");
        assertThat(names()).containsExactly("d");
    }

    @Test
    void aFullDiskLeavesThePreviousFile() {
        Path file = folder.resolve("a.txt");
        AtomicFiles.writeString(file, "old");

        assertThatThrownBy(() -> AtomicFiles.writeFile(file, channel -> {
                    channel.write(ByteBuffer.wrap(new byte[5]));
                    writeToFullDisk();
                }))
                .isInstanceOf(StoreException.class)
                .hasMessage("Cannot write " + file + ": No space left on device. The previous one is kept.");
        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void aMissingParentIsNamed() {
        Path file = folder.resolve("missing").resolve("a.txt");

        assertThatThrownBy(() -> AtomicFiles.writeString(file, "x"))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith(
                        "Cannot write %s: no such file or folder: %s.espalier-unfinished-".formatted(file, file));
    }

    @Test
    void aBugInTheWriterLeavesNothingBehind() {
        assertThatThrownBy(() -> AtomicFiles.writeDirectory(folder.resolve("d"), d -> {
                    Files.writeString(d.resolve("a"), "x");
                    throw new IllegalStateException("bug");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("bug");
        assertThat(names()).isEmpty();
    }

    /** The states in which a kill can leave the folder, created by hand. */
    @Test
    void recoveryClearsUnfinishedWritesAndPutsBackWhatHadSteppedAside() throws IOException {
        Files.createDirectories(folder.resolve("unfinished.espalier-unfinished/sub"));
        Files.writeString(folder.resolve("unfinished.espalier-unfinished/sub/a"), "x");
        Files.writeString(folder.resolve("file.json.espalier-unfinished"), "x");
        Files.createDirectory(folder.resolve("aside.espalier-replaced"));
        Files.writeString(folder.resolve("aside.espalier-replaced/a"), "only copy");
        Files.createDirectory(folder.resolve("both"));
        Files.createDirectory(folder.resolve("both.espalier-replaced"));

        AtomicFiles.recover(folder);

        assertThat(names()).containsExactly("aside", "both");
        assertThat(folder.resolve("aside/a")).hasContent("only copy");
    }

    @Test
    void aFolderIsRemoved() throws IOException {
        Files.createDirectories(folder.resolve("d/sub"));
        AtomicFiles.deleteDirectory(folder.resolve("d"));

        assertThat(names()).isEmpty();
    }

    /** Two processes with the same target behave like two threads here: they share only the target's name. */
    @Test
    void ofManyWritersOfTheSameFolderEachPutsItThereWhole() throws Exception {
        Path target = folder.resolve("d");
        try (var writers = Executors.newFixedThreadPool(4)) {
            List<Future<?>> writes = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String own = "writer " + i;
                writes.add(writers.submit(() -> AtomicFiles.writeDirectory(target, d -> {
                    Files.writeString(d.resolve("a"), own);
                    Files.writeString(d.resolve("b"), own);
                })));
            }
            for (Future<?> write : writes) {
                write.get();
            }
        }

        assertThat(names()).containsExactly("d");
        assertThat(target.resolve("b")).hasSameTextualContentAs(target.resolve("a"));
    }

    @Test
    void ofManyWritersOfTheSameFileEachPutsItThereWhole() throws Exception {
        Path target = folder.resolve("a.txt");
        try (var writers = Executors.newFixedThreadPool(4)) {
            List<Future<?>> writes = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String own = "writer " + i + " ".repeat(i);
                writes.add(writers.submit(() -> AtomicFiles.writeString(target, own)));
            }
            for (Future<?> write : writes) {
                write.get();
            }
        }

        assertThat(names()).containsExactly("a.txt");
        assertThat(Files.readString(target)).matches("writer \\d+ *");
    }

    @Test
    void whatAKilledWriterLeftGoesWithTheNextWriteAndWhatOthersAreWritingStays() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        String dead = "-" + ended.pid() + "-0123abcd";
        String alive = "-" + ProcessHandle.current().pid() + "-0123abcd";
        Files.createDirectories(folder.resolve("d.espalier-unfinished" + dead + "/sub"));
        Files.createDirectory(folder.resolve("d.espalier-unfinished"));
        Files.createDirectory(folder.resolve("d.espalier-unfinished" + alive));
        Files.createDirectory(folder.resolve("other.espalier-unfinished" + dead));

        AtomicFiles.writeDirectory(folder.resolve("d"), d -> Files.writeString(d.resolve("a"), "x"));

        assertThat(names()).containsExactly("d", "d.espalier-unfinished" + alive, "other.espalier-unfinished" + dead);
        AtomicFiles.recover(folder);
        assertThat(names()).containsExactly("d");
    }

    private static void writeToFullDisk() throws IOException {
        try (FileChannel full = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)) {
            full.write(ByteBuffer.wrap(new byte[1]));
        }
    }

    private List<String> names() {
        try (var entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
