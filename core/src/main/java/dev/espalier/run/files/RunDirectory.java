package dev.espalier.run.files;

import dev.espalier.store.AtomicFiles;
import dev.espalier.store.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The directory of one run. Each file has one writer and is always complete, so it may be read during the run. */
public record RunDirectory(Path root) {

    private static final String LOCK = ".lock";

    /**
     * Creates the directory of a new run.
     *
     * @param root must not exist or be empty
     * @throws RunDirectoryException if it is not empty or cannot be created
     */
    public static RunDirectory create(Path root) {
        try {
            if (Files.exists(root) && !Files.isDirectory(root)) {
                throw new RunDirectoryException(root + " is a file. Choose another directory with --out.");
            }
            Files.createDirectories(root);
            var directory = new RunDirectory(root);
            directory.requireEmpty();
            return directory;
        } catch (IOException e) {
            throw unusable(root, e);
        }
    }

    private static RunDirectoryException unusable(Path root, IOException e) {
        return new RunDirectoryException(
                "Cannot make the run directory %s: %s. Choose another with --out."
                        .formatted(root, StoreException.reason(e)),
                e);
    }

    /**
     * Checks that no run has begun here. A run that ended before its configuration was written leaves only a lock and an
     * unfinished file. Once the directory is locked, the answer stays true.
     *
     * @throws RunDirectoryException if one has
     */
    public void requireEmpty() {
        try (var entries = Files.list(root)) {
            if (!entries.allMatch(entry -> entry.endsWith(LOCK) || AtomicFiles.isUnfinished(entry))) {
                throw new RunDirectoryException(
                        "%s exists and is not empty. Choose another directory with --out, or continue".formatted(root)
                                + " the run in it with `espalier resume %s`.".formatted(ShellWord.of(root)));
            }
        } catch (IOException e) {
            throw unusable(root, e);
        }
    }

    /**
     * Opens the directory of an existing run.
     *
     * @throws RunDirectoryException if it is not a run directory
     */
    public static RunDirectory open(Path root) {
        var directory = new RunDirectory(root);
        if (!Files.isDirectory(root)) {
            throw new RunDirectoryException(root + " is not a run directory: "
                    + (Files.exists(root) ? "it is a file, not a folder." : "there is no such directory."));
        }
        if (!Files.isRegularFile(directory.config())) {
            throw new RunDirectoryException(root + " is not a run directory: it has no "
                    + directory.config().getFileName() + "." + runsIn(root));
        }
        return directory;
    }

    /** A sentence with the first run in a folder of several, as of {@code train --seeds}; empty if there is none. */
    private static String runsIn(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> Files.isRegularFile(new RunDirectory(entry).config()))
                    .sorted()
                    .findFirst()
                    .map(run -> " Folders in it are runs; give one of them, such as " + run + ".")
                    .orElse("");
        } catch (IOException _) {
            return "";
        }
    }

    /** The complete configuration. */
    public Path config() {
        return root.resolve("config.yml");
    }

    /** Versions, machine and start time: {@link RunMetadata}. */
    public Path metadata() {
        return root.resolve("metadata.json");
    }

    /** The learning curves: {@link MetricsLog}. */
    public Path progress() {
        return root.resolve("progress.csv");
    }

    /** A row for each evaluation: {@link MetricsLog}. */
    public Path evaluations() {
        return root.resolve("evaluations.csv");
    }

    /** The pruning events, one per line. */
    public Path pruneEvents() {
        return root.resolve("prune_events.jsonl");
    }

    /** The networks and their sizes at the last row of {@link #progress}. */
    public Path structure() {
        return root.resolve("structure.json");
    }

    /** The complete training state: {@link dev.espalier.store.CheckpointStore}. */
    public Path checkpoints() {
        return root.resolve("checkpoints");
    }

    /** The agent of the best evaluation. */
    public Path best() {
        return root.resolve("best");
    }

    /** The best policy at each of several sizes: {@code Ladder}. */
    public Path ladder() {
        return root.resolve("ladder");
    }

    /** The policy at the end of the run, to be deployed: a {@link dev.espalier.policy.PolicyBundle}. */
    public Path policy() {
        return root.resolve("policy");
    }

    /** Theta of every unit at every evaluation: {@link ThetaHistory}. */
    public Path thetaHistory() {
        return root.resolve("theta_history.jsonl");
    }

    /** How strongly the policy depends on each entry of an observation, at the last row of {@link #progress}. */
    public Path inputs() {
        return root.resolve("inputs.json");
    }

    /**
     * Locks the directory for writing and removes what killed writers left. The lock ends with the process at latest.
     *
     * @throws RunDirectoryException if this or another process holds the lock, or the directory is not writable
     */
    public Lock lock() {
        Lock lock = new Lock(acquire());
        try {
            for (Path folder : List.of(root, checkpoints(), best(), ladder())) {
                if (Files.isDirectory(folder)) {
                    AtomicFiles.recover(folder);
                }
            }
            return lock;
        } catch (StoreException e) {
            lock.close();
            throw e;
        }
    }

    private FileChannel acquire() {
        Path file = root.resolve(LOCK);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new RunDirectoryException("Another run is writing to " + root
                        + ". Wait until it has ended, or choose another directory.");
            }
            return channel;
        } catch (IOException e) {
            throw new RunDirectoryException(
                    "Cannot write to the run directory %s: %s.".formatted(root, StoreException.reason(e)), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null; // held by this process
        }
    }

    /** An exclusive right to write to a run directory. */
    public static final class Lock implements AutoCloseable {

        private final FileChannel channel;

        private Lock(FileChannel channel) {
            this.channel = channel;
        }

        /** Releases the lock. The file stays, as removing it would allow two processes to hold a lock at once. */
        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new StoreException("Cannot release the run directory: " + StoreException.reason(e), e);
            }
        }
    }
}
