package dev.espalier.natives;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A folder of native libraries unpacked from jars, which only the user can write ({@link OwnFolders}). Files are
 * written under a temporary name and renamed when complete, so killed or concurrent processes never leave or see
 * incomplete libraries, and loaded ones are never changed. Repairs are made under the folder's lock. All files are
 * checked before each use, so the next start repairs damage.
 */
public final class UnpackedFolder {

    /** JavaCPP locks the same file before it writes to its cache, so both wait for each other. */
    static final String LOCK = ".lock";

    private static final String UNFINISHED = ".unfinished";

    /** File locks are per process; this lock is between threads. */
    private static final Lock THREADS = new ReentrantLock();

    private final String what;
    private final Path root;
    private final Path folder;
    private final OwnFolders owners;

    private UnpackedFolder(String what, Path root, Path folder, OwnFolders owners) {
        this.what = what;
        this.root = root;
        this.folder = folder;
        this.owners = owners;
    }

    /**
     * The folder of a library.
     *
     * @param what name of the library in errors
     * @param root the cache, which need not exist
     * @param name name of the folder in it
     */
    public static UnpackedFolder of(String what, Path root, String name) {
        return of(what, root, name, OwnFolders.ofUser());
    }

    static UnpackedFolder of(String what, Path root, String name, OwnFolders owners) {
        return new UnpackedFolder(what, root, root.resolve(name), owners);
    }

    /**
     * Ensures that the files in the folder are complete, and that there are no damaged copies of them.
     *
     * @throws UnpackException if it cannot be written, or if others can write to it
     */
    public Path ensure(List<PackedFile> files) throws UnpackException {
        try {
            owners.make(root, folder);
            Set<Path> folders = new LinkedHashSet<>();
            for (PackedFile file : files) {
                folders.add(Objects.requireNonNull(folder.resolve(file.place()).getParent()));
            }
            for (Path each : folders) {
                owners.make(root, each);
            }
            if (!isDone(files, folders)) {
                mendAlone(files, folders);
            }
            return folder;
        } catch (IOException e) {
            throw failure(files, reason(e), e);
        }
    }

    /**
     * Ensures the same, and that the caller can create files there.
     *
     * @throws UnpackException as {@link #ensure}, or if the folder is read-only
     */
    public Path ensureWritable(List<PackedFile> files) throws UnpackException {
        ensure(files);
        if (!Files.isWritable(folder)) {
            throw failure(files, folder + " is read-only", null);
        }
        return folder;
    }

    private UnpackException failure(List<PackedFile> files, String reason, @Nullable IOException cause) {
        long bytes = files.stream().mapToLong(PackedFile::size).sum();
        return new UnpackException(
                what + " cannot be unpacked to " + folder + ": " + reason + ". Set " + CacheFolder.VARIABLE
                        + " to a folder that can be written and has " + ((bytes >> 20) + 1) + " MB free.",
                cause);
    }

    private boolean isDone(List<PackedFile> files, Set<Path> folders) throws IOException {
        for (PackedFile file : files) {
            Path path = folder.resolve(file.place());
            if (!isIntact(file, path) || !file.hasTimeOf(path)) {
                return false;
            }
        }
        return damagedCopies(files, folders).isEmpty();
    }

    private boolean isIntact(PackedFile file, Path path) throws IOException {
        return file.isCopiedTo(path) && owners.isOwn(path);
    }

    private void mendAlone(List<PackedFile> files, Set<Path> folders) throws IOException {
        THREADS.lock();
        try (FileChannel channel =
                        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            for (PackedFile file : files) {
                mend(file, folder.resolve(file.place()));
            }
            for (Path copy : damagedCopies(files, folders)) {
                Files.delete(copy);
            }
        } finally {
            THREADS.unlock();
        }
    }

    private void mend(PackedFile file, Path path) throws IOException {
        if (isIntact(file, path)) {
            if (file.time() != null && !file.hasTimeOf(path)) {
                Files.setLastModifiedTime(path, file.time());
            }
            return;
        }
        // The lock is held, so a file of this name was left by a killed process.
        Path scratch = path.resolveSibling(path.getFileName() + UNFINISHED);
        try {
            Files.deleteIfExists(scratch);
            owners.makeFile(scratch);
            try (InputStream in = file.content().open();
                    OutputStream out = Files.newOutputStream(scratch)) {
                in.transferTo(out);
            }
            if (!file.isCopiedTo(scratch)) {
                throw new IOException("what was written to " + scratch + " differs from what the jar holds");
            }
            if (file.time() != null) {
                Files.setLastModifiedTime(scratch, file.time());
            }
            Files.move(scratch, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(scratch);
        }
    }

    /** Other files that are not complete copies of ours: JavaCPP makes copies with other names, and may be killed. */
    private List<Path> damagedCopies(List<PackedFile> files, Set<Path> folders) throws IOException {
        Set<Path> ours = new LinkedHashSet<>(Set.of(folder.resolve(LOCK)));
        files.forEach(file -> ours.add(folder.resolve(file.place())));
        List<Path> damaged = new ArrayList<>();
        for (Path each : folders) {
            try (var entries = Files.newDirectoryStream(each)) {
                for (Path entry : entries) {
                    if (!ours.contains(entry)
                            && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)
                            && !isCopyOfOne(files, entry)) {
                        damaged.add(entry);
                    }
                }
            }
        }
        return damaged;
    }

    private boolean isCopyOfOne(List<PackedFile> files, Path path) throws IOException {
        for (PackedFile file : files) {
            if (file.isCopiedTo(path)) {
                return true;
            }
        }
        return false;
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case AccessDeniedException e -> "no permission for " + e.getFile();
            case FileAlreadyExistsException e -> e.getFile() + " is a file, not a folder";
            case NoSuchFileException e -> e.getFile() + " does not exist";
            case FileSystemException e when e.getReason() != null -> e.getFile() + ": " + e.getReason();
            default -> String.valueOf(failure.getMessage());
        };
    }
}
