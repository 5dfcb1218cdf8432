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
 * Writes files and folders atomically: they are complete or absent, even after a kill, a full disk or a power failure.
 *
 * <p>New content is written under a temporary name in the same folder, forced to the disk and renamed, which is one
 * step for the file system. Forcing the parent folder makes the rename durable. So a reader sees the old or the new
 * content, and a failure leaves the old one unchanged.
 *
 * <p>A folder cannot replace another in one step, so the old one is renamed to a second temporary name first. {@link
 * #recover} restores it if the writer died in between.
 *
 * <p>Temporary names contain the process id and a random number, so concurrent writers of one target do not mix. The
 * next write of a target removes what a killed writer left of it.
 */
public final class AtomicFiles {

    private static final String UNFINISHED = ".espalier-unfinished";
    private static final String REPLACED = ".espalier-replaced";

    /** Target name, kind, and process id, which earlier versions did not add. */
    private static final Pattern PASSING =
            Pattern.compile("(.+)(" + UNFINISHED + "|" + REPLACED + ")(?:-(\\d+)-[0-9a-f]+)?");

    /** How often another writer's folder may be in the way. */
    private static final int MAX_ATTEMPTS = 100;

    private AtomicFiles() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface FileBody {
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    /** Writes files into an empty folder. */
    @FunctionalInterface
    public interface DirectoryBody {
        void writeTo(Path directory) throws IOException;
    }

    /**
     * Writes a file; an existing one is replaced atomically.
     *
     * @throws StoreException if it cannot be written; a previous file is unchanged
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

    /** Writes text as UTF-8, like {@link #writeFile}. */
    public static void writeString(Path target, String text) {
        writeBytes(target, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes bytes, like {@link #writeFile}. */
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
     * @throws StoreException if it cannot be written; a previous folder is unchanged
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
                // There is no folder, or another writer has just renamed it.
            }
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
                deleteTree(aside);
                return;
            } catch (IOException e) {
                // If another writer has written the target meanwhile, it is newer than the old folder.
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

    /** Removes a folder atomically. */
    public static void deleteDirectory(Path directory) {
        Path temporary = sibling(directory, UNFINISHED);
        try {
            Files.move(directory, temporary, StandardCopyOption.ATOMIC_MOVE);
            deleteTree(temporary);
        } catch (IOException e) {
            throw new StoreException("Cannot remove " + directory + ": " + StoreException.reason(e), e);
        }
    }

    /** Whether this is an unfinished file or folder of a killed writer, which {@link #recover} removes. */
    public static boolean isUnfinished(Path path) {
        Matcher passing = passing(path);
        return passing.matches() && passing.group(2).equals(UNFINISHED);
    }

    /** Whether this is a temporary name, used while a file or folder is written or replaced. */
    public static boolean isPassing(Path path) {
        return passing(path).matches();
    }

    private static Matcher passing(Path path) {
        return PASSING.matcher(String.valueOf(path.getFileName()));
    }

    /** Clears or restores what killed writers left in a folder. Call it before any write, without other writers. */
    public static void recover(Path parent) {
        try {
            recover(parent, passing -> true);
        } catch (IOException e) {
            throw new StoreException("Cannot clear " + parent + ": " + StoreException.reason(e), e);
        }
    }

    /** Removes or restores what ended processes left of one target. */
    private static void recoverTarget(Path target) {
        Path parent = Objects.requireNonNull(target.toAbsolutePath().getParent());
        String name = String.valueOf(target.getFileName());
        try {
            recover(parent, passing -> passing.group(1).equals(name) && isOver(passing.group(3)));
        } catch (IOException | UncheckedIOException _) {
            // Another writer may be doing the same. If files stay, they do no harm or the write itself fails.
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

    /** Whether a process has ended. Earlier versions added no process id; they are not running now. */
    private static boolean isOver(@Nullable String process) {
        try {
            return process == null
                    || ProcessHandle.of(Long.parseLong(process))
                            .filter(ProcessHandle::isAlive)
                            .isEmpty();
        } catch (NumberFormatException _) {
            return false; // not a process id
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

    /** Makes a file's content, or a folder's entries, durable. */
    private static void force(Path path) throws IOException {
        boolean folder = Files.isDirectory(path);
        if (folder && System.getProperty("os.name").startsWith("Windows")) {
            return; // Windows cannot open folders; its journal protects names
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
