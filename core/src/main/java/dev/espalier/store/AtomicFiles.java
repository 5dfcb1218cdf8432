package dev.espalier.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Files and folders that are there completely or not at all, whatever happens meanwhile: a kill, a full disk, a power
 * cut.
 *
 * <p>The new content grows under a temporary name beside its target, is forced to the disk, and only then takes the
 * target's name, which the file system does in one step; forcing the parent folder makes the name itself last. So a
 * reader sees the old content or the new one, and a failure leaves the old one as it was.
 *
 * <p>One folder cannot replace another that way, so the old one steps aside under a second temporary name first.
 * {@link #recover} puts it back if the writer died in between.
 *
 * <p>The names are fixed, so a folder has one writer at a time; the lock of the run directory sees to it.
 */
public final class AtomicFiles {

    private static final String UNFINISHED = ".espalier-unfinished";
    private static final String REPLACED = ".espalier-replaced";

    private AtomicFiles() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface FileBody {
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    /** Fills an empty folder with files. */
    @FunctionalInterface
    public interface DirectoryBody {
        void writeTo(Path directory) throws IOException;
    }

    /**
     * Writes a file; an existing one is replaced in the same instant.
     *
     * @throws StoreException if it cannot be written; the previous file, if any, is as it was
     */
    public static void writeFile(Path target, FileBody body) {
        write(target, temporary -> {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                body.writeTo(channel);
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        });
    }

    /** {@link #writeFile} of text as UTF-8. */
    public static void writeString(Path target, String text) {
        writeBytes(target, text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@link #writeFile} of bytes. */
    public static void writeBytes(Path target, byte[] content) {
        writeFile(target, channel -> {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        });
    }

    /**
     * Writes a folder with all its files; an existing one is replaced.
     *
     * @throws StoreException if it cannot be written; the previous folder, if any, is as it was
     */
    public static void writeDirectory(Path target, DirectoryBody body) {
        write(target, temporary -> {
            Files.createDirectory(temporary);
            body.writeTo(temporary);
            for (Path path : deepestFirst(temporary)) {
                force(path);
            }
            Path aside = sibling(target, REPLACED);
            if (Files.exists(target)) {
                deleteTree(aside);
                Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE);
            }
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                if (Files.exists(aside)) {
                    Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
                }
                throw e;
            }
            deleteTree(aside);
        });
    }

    /** Removes a folder so that it is never seen half removed. */
    public static void deleteDirectory(Path directory) {
        Path temporary = sibling(directory, UNFINISHED);
        try {
            deleteTree(temporary);
            Files.move(directory, temporary, StandardCopyOption.ATOMIC_MOVE);
            deleteTree(temporary);
        } catch (IOException e) {
            throw new StoreException("Cannot remove " + directory + ": " + StoreException.reason(e), e);
        }
    }

    /** Whether this is what a writer that was killed left unfinished, which {@link #recover} clears away. */
    public static boolean isUnfinished(Path path) {
        return path.toString().endsWith(UNFINISHED);
    }

    /** Whether this is a passing name, which a file or folder has while it is written or replaced. */
    public static boolean isPassing(Path path) {
        return isUnfinished(path) || path.toString().endsWith(REPLACED);
    }

    /** Clears a folder of what a writer that was killed left behind. To be called before the first write. */
    public static void recover(Path parent) {
        try (var entries = Files.newDirectoryStream(parent, "*{" + UNFINISHED + "," + REPLACED + "}")) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                Path target = parent.resolve(name.substring(0, name.lastIndexOf('.')));
                if (name.endsWith(REPLACED) && !Files.exists(target)) {
                    Files.move(entry, target, StandardCopyOption.ATOMIC_MOVE);
                } else {
                    deleteTree(entry);
                }
            }
        } catch (IOException e) {
            throw new StoreException("Cannot clear " + parent + ": " + StoreException.reason(e), e);
        }
    }

    private interface Step {
        void run(Path temporary) throws IOException;
    }

    private static void write(Path target, Step step) {
        Path temporary = sibling(target, UNFINISHED);
        boolean replaces = Files.exists(target);
        try {
            deleteTree(temporary);
            step.run(temporary);
            force(Objects.requireNonNull(temporary.toAbsolutePath().getParent()));
        } catch (IOException e) {
            var failure = new StoreException(
                    "Cannot write " + target + ": " + StoreException.reason(e)
                            + (replaces ? ". The previous one is kept." : "."),
                    e);
            removeAfter(failure, temporary);
            throw failure;
        } catch (RuntimeException | Error e) {
            removeAfter(e, temporary);
            throw e;
        }
    }

    private static void removeAfter(Throwable failure, Path temporary) {
        try {
            deleteTree(temporary);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static Path sibling(Path target, String suffix) {
        return target.resolveSibling(target.getFileName() + suffix);
    }

    /** Makes a file's content, or a folder's list of names, outlast a power cut. */
    private static void force(Path path) throws IOException {
        boolean folder = Files.isDirectory(path);
        if (folder && System.getProperty("os.name").startsWith("Windows")) {
            return; // Windows opens no folder, and keeps names safe by its journal
        }
        try (FileChannel channel =
                FileChannel.open(path, folder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (Files.exists(root)) {
            for (Path path : deepestFirst(root)) {
                Files.delete(path);
            }
        }
    }

    private static List<Path> deepestFirst(Path root) throws IOException {
        try (var paths = Files.walk(root)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        }
    }
}
