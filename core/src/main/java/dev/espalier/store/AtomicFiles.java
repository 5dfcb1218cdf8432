package dev.espalier.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
 * <p>The temporary names have the number of the process and one drawn at random in them: of two who write the same target at once one
 * after the other has it whole. What a writer that was killed left there goes with the next write of the same target.
 */
public final class AtomicFiles {

    private static final String UNFINISHED = ".espalier-unfinished";
    private static final String REPLACED = ".espalier-replaced";

    /** The name of a target, which of the two it is, and the process; earlier versions left the process away. */
    private static final Pattern PASSING =
            Pattern.compile("(.+)(" + UNFINISHED + "|" + REPLACED + ")(?:-(\\d+)-[0-9a-f]+)?");

    /** How often others may put a folder in our way. */
    private static final int MAX_ATTEMPTS = 100;

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
            replace(target, temporary);
        });
    }

    private static void replace(Path target, Path temporary) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Path aside = sibling(target, REPLACED);
            try {
                Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE);
            } catch (NoSuchFileException _) {
                // There is none, or another writer has just moved it.
            }
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
                deleteTree(aside);
                return;
            } catch (IOException e) {
                // What another writer has put there meanwhile is newer than what stepped aside.
                boolean overtaken = Files.exists(target);
                if (overtaken) {
                    deleteTree(aside);
                } else if (Files.exists(aside)) {
                    Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
                }
                if (!overtaken || attempt == MAX_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Removes a folder so that it is never seen half removed. */
    public static void deleteDirectory(Path directory) {
        Path temporary = sibling(directory, UNFINISHED);
        try {
            Files.move(directory, temporary, StandardCopyOption.ATOMIC_MOVE);
            deleteTree(temporary);
        } catch (IOException e) {
            throw new StoreException("Cannot remove " + directory + ": " + StoreException.reason(e), e);
        }
    }

    /** Whether this is what a writer that was killed left unfinished, which {@link #recover} clears away. */
    public static boolean isUnfinished(Path path) {
        Matcher passing = passing(path);
        return passing.matches() && passing.group(2).equals(UNFINISHED);
    }

    /** Whether this is a passing name, which a file or folder has while it is written or replaced. */
    public static boolean isPassing(Path path) {
        return passing(path).matches();
    }

    private static Matcher passing(Path path) {
        return PASSING.matcher(String.valueOf(path.getFileName()));
    }

    /** Clears a folder of what writers that were killed left behind. To be called before the first write, when nobody else writes there. */
    public static void recover(Path parent) {
        try {
            recover(parent, passing -> true);
        } catch (IOException e) {
            throw new StoreException("Cannot clear " + parent + ": " + StoreException.reason(e), e);
        }
    }

    /** Clears away what was left of one target by a process that is no more. */
    private static void recoverTarget(Path target) {
        Path parent = Objects.requireNonNull(target.toAbsolutePath().getParent());
        String name = String.valueOf(target.getFileName());
        try {
            recover(parent, passing -> passing.group(1).equals(name) && isOver(passing.group(3)));
        } catch (IOException | UncheckedIOException _) {
            // Another writer is clearing the same, or it stays; what stands in the way of writing shows when we write.
        }
    }

    private static void recover(Path parent, Predicate<Matcher> wanted) throws IOException {
        try (var entries = Files.newDirectoryStream(parent)) {
            for (Path entry : entries) {
                Matcher passing = passing(entry);
                if (!passing.matches() || !wanted.test(passing)) {
                    continue;
                }
                Path target = parent.resolve(passing.group(1));
                if (passing.group(2).equals(REPLACED) && !Files.exists(target)) {
                    Files.move(entry, target, StandardCopyOption.ATOMIC_MOVE);
                } else {
                    deleteTree(entry);
                }
            }
        }
    }

    /** Whether a process is no more. Those of earlier versions did not leave their number: none of them is writing now. */
    private static boolean isOver(@Nullable String process) {
        try {
            return process == null
                    || ProcessHandle.of(Long.parseLong(process))
                            .filter(ProcessHandle::isAlive)
                            .isEmpty();
        } catch (NumberFormatException _) {
            return false; // no number that we wrote
        }
    }

    private interface Step {
        void run(Path temporary) throws IOException;
    }

    private static void write(Path target, Step step) {
        Path temporary = sibling(target, UNFINISHED);
        boolean replaces = Files.exists(target);
        recoverTarget(target);
        try {
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
        String own = ProcessHandle.current().pid() + "-"
                + UUID.randomUUID().toString().substring(0, 8);
        return target.resolveSibling(target.getFileName() + suffix + "-" + own);
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
