package dev.espalier.store;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.store.CheckpointManifest.DamagedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checkpoints of a run: folders such as {@code step-000010000/} with {@code NAME.safetensors} for each set of
 * tensors, {@code state.json} and {@code manifest.json}. They are written atomically ({@link AtomicFiles}). Damage is
 * detected on reading, by the manifest; then the newest undamaged checkpoint is used.
 */
public final class CheckpointStore {

    private static final Pattern FOLDER = Pattern.compile("step-(\\d{9,18})");

    /** How often the list of checkpoints is read again while a run changes it. */
    private static final int MAX_CHANGES = 20;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;
    private final int keep;

    /**
     * @param folder folder of the checkpoints; created by the first save
     * @param keep checkpoints to keep, at least 1; 2 leave a fallback if one is damaged
     */
    public CheckpointStore(Path folder, int keep) {
        if (keep < 1) {
            throw new IllegalArgumentException("At least one checkpoint must be kept, not " + keep);
        }
        this.folder = folder;
        this.keep = keep;
    }

    /**
     * Writes a checkpoint, then removes the oldest ones and those of later steps, which are from before a resume.
     *
     * @throws StoreException if it cannot be written; earlier checkpoints are unchanged
     */
    public void save(Checkpoint checkpoint) {
        Path target = folder.resolve(String.format(Locale.ROOT, "step-%09d", checkpoint.step()));
        try {
            Files.createDirectories(folder);
            AtomicFiles.writeDirectory(target, directory -> write(checkpoint, directory));
        } catch (IOException e) {
            throw new StoreException("Cannot make the folder " + folder + ": " + StoreException.reason(e), e);
        } catch (StoreException e) {
            throw newestFirst().isEmpty()
                    ? e
                    : new StoreException(
                            e.getMessage() + " Earlier checkpoints are kept: cure the cause and resume.", e);
        }
        prune(target);
    }

    private static void write(Checkpoint checkpoint, Path directory) throws IOException {
        SortedMap<String, HashingChannel.FileSum> sums = new TreeMap<>();
        for (var file : checkpoint.files().entrySet()) {
            try (var channel = new HashingChannel(FileChannel.open(
                    directory.resolve(file.getKey()), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
                file.getValue().writeTo(channel);
                sums.put(file.getKey(), channel.sum());
            }
        }
        var manifest = new CheckpointManifest(checkpoint.step(), checkpoint.elapsedSeconds(), sums);
        Files.write(directory.resolve(CheckpointManifest.FILE), manifest.bytes());
    }

    private void prune(Path saved) {
        List<Path> folders = newestFirst();
        int index = folders.indexOf(saved);
        folders.subList(0, index).forEach(AtomicFiles::deleteDirectory);
        folders.stream().skip(index + (long) keep).forEach(AtomicFiles::deleteDirectory);
    }

    /** Whether there is no complete checkpoint. */
    public boolean isEmpty() {
        return newestFirst().isEmpty();
    }

    /**
     * The newest undamaged checkpoint.
     *
     * @param warnings receives a message for each damaged checkpoint that was skipped
     * @throws StoreException if there is no undamaged checkpoint, or if a later version of Espalier wrote the newest
     */
    public Checkpoint latest(Consumer<String> warnings) {
        List<Path> candidates = newestFirst();
        for (int changes = 0; ; changes++) {
            List<String> damages = new ArrayList<>();
            for (Path candidate : candidates) {
                try {
                    Checkpoint checkpoint = read(candidate);
                    damages.forEach(
                            damage -> warnings.accept(damage + "; using " + candidate.getFileName() + " instead"));
                    return checkpoint;
                } catch (DamagedException e) {
                    damages.add("Checkpoint " + candidate.getFileName() + " is damaged: " + e.getMessage());
                }
            }
            List<Path> now = newestFirst();
            // A running training may have replaced them all while they were read.
            if (now.equals(candidates) || changes == MAX_CHANGES) {
                throw new StoreException(
                        damages.isEmpty()
                                ? "There is no checkpoint in " + folder
                                : "No checkpoint in " + folder + " is sound. " + String.join(". ", damages));
            }
            candidates = now;
        }
    }

    private static Checkpoint read(Path directory) throws DamagedException {
        CheckpointManifest manifest = CheckpointManifest.parse(bytes(directory, CheckpointManifest.FILE));
        SequencedMap<String, SequencedMap<String, ArrayData>> tensors = new LinkedHashMap<>();
        for (var file : manifest.files().entrySet()) {
            verify(directory, file.getKey(), file.getValue());
            if (file.getKey().endsWith(Checkpoint.TENSOR_ENDING)) {
                String name = file.getKey().substring(0, file.getKey().length() - Checkpoint.TENSOR_ENDING.length());
                tensors.put(
                        name,
                        SafetensorsReader.read(directory.resolve(file.getKey())).arrays());
            }
        }
        if (manifest.step() != step(directory)) {
            throw new DamagedException(CheckpointManifest.FILE + " is of step " + manifest.step());
        }
        try {
            return new Checkpoint(manifest.step(), tensors, state(directory), manifest.elapsedSeconds());
        } catch (IllegalArgumentException e) {
            throw new DamagedException(Checkpoint.STATE_FILE + " cannot be: " + e.getMessage(), e);
        }
    }

    private static void verify(Path directory, String name, HashingChannel.FileSum expected) throws DamagedException {
        try {
            long size = Files.size(directory.resolve(name));
            if (size != expected.size()) {
                throw new DamagedException(name + " has " + size + " bytes instead of " + expected.size());
            }
            if (!HashingChannel.sumOf(directory.resolve(name)).equals(expected)) {
                throw new DamagedException(name + " does not agree with its checksum");
            }
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static ObjectNode state(Path directory) throws DamagedException {
        try {
            if (JSON.readTree(bytes(directory, Checkpoint.STATE_FILE)) instanceof ObjectNode state) {
                return state;
            }
            throw new DamagedException(Checkpoint.STATE_FILE + " is not a JSON object");
        } catch (IOException e) {
            throw new DamagedException(Checkpoint.STATE_FILE + " is not JSON", e);
        }
    }

    private static byte[] bytes(Path directory, String name) throws DamagedException {
        try {
            return Files.readAllBytes(directory.resolve(name));
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static DamagedException unreadable(String name, IOException e) {
        return new DamagedException(
                e instanceof NoSuchFileException
                        ? name + " is missing"
                        : name + " cannot be read: " + StoreException.reason(e),
                e);
    }

    private List<Path> newestFirst() {
        if (!Files.isDirectory(folder)) {
            return Collections.emptyList();
        }
        try (var entries = Files.list(folder)) {
            return entries.filter(path -> step(path) >= 0)
                    .sorted(Comparator.comparingLong(CheckpointStore::step).reversed())
                    .toList();
        } catch (IOException e) {
            throw new StoreException("Cannot read " + folder + ": " + StoreException.reason(e), e);
        }
    }

    /** The step in a folder's name, or -1 if it has none. */
    private static long step(Path path) {
        Matcher matcher = FOLDER.matcher(path.getFileName().toString());
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
    }
}
