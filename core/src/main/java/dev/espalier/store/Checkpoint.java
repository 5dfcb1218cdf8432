package dev.espalier.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The complete state of a run between two environment steps. A run that resumes from it continues bit for bit.
 *
 * <p>Finite numbers in {@code state} are restored exactly. JSON has no NaN and no infinity, so numbers that may be
 * either are stored as text, {@code Double.toString(x)}. Bytes are read by {@code binaryValue()}.
 *
 * @param step environment steps so far, at least 0
 * @param tensors arrays by name for each file; a file's name, without ending, has lower-case letters, digits, - and _
 * @param state everything that is not a tensor: counters, and the state of environments and running episodes
 * @param elapsedSeconds wall-clock seconds of training; not part of the digest
 */
public record Checkpoint(
        long step,
        SequencedMap<String, SequencedMap<String, ArrayData>> tensors,
        ObjectNode state,
        double elapsedSeconds) {

    static final String STATE_FILE = "state.json";
    static final String TENSOR_ENDING = ".safetensors";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]*");

    /** Sorted, so that the digest does not depend on the order of insertion. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    /** @throws IllegalArgumentException if a name or a number cannot be stored; the message names it */
    public Checkpoint {
        SequencedMap<String, SequencedMap<String, ArrayData>> copies = new LinkedHashMap<>();
        tensors.forEach((name, arrays) -> {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("Not a name for a file of tensors: " + name);
            }
            copies.put(name, Collections.unmodifiableSequencedMap(new LinkedHashMap<>(arrays)));
        });
        tensors = Collections.unmodifiableSequencedMap(copies);
        state = state.deepCopy();
        refuseNonFinite(state, "");
        if (step < 0 || !Double.isFinite(elapsedSeconds)) {
            throw new IllegalArgumentException("Step " + step + " after " + elapsedSeconds + " seconds");
        }
    }

    /** Whether a checkpoint can have a file of this name, apart from the manifest. */
    static boolean isFile(String name) {
        return name.equals(STATE_FILE)
                || (name.endsWith(TENSOR_ENDING)
                        && NAME.matcher(name.substring(0, name.length() - TENSOR_ENDING.length()))
                                .matches());
    }

    private static void refuseNonFinite(JsonNode node, String pointer) {
        if (node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())) {
            throw new IllegalArgumentException("JSON has no " + node.asText() + ": put " + pointer + " as text");
        }
        node.properties().forEach(entry -> refuseNonFinite(entry.getValue(), pointer + "/" + entry.getKey()));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            refuseNonFinite(node.get(i), pointer + "/" + i);
        }
    }

    /**
     * SHA-256 of the training state: the step and all files except the manifest. Two runs have equal digests if and
     * only if their states are equal, whatever the time and the machine.
     *
     * <p>The hashed text is a line {@code step N} and, for each file by name, the line that {@code sha256sum} prints.
     *
     * @return 64 lower-case hexadecimal digits
     */
    public String digest() {
        SortedMap<String, HashingChannel.FileSum> sums = new TreeMap<>();
        files().forEach((name, body) -> {
            HashingChannel hash = HashingChannel.toNowhere();
            try {
                body.writeTo(hash);
            } catch (IOException e) {
                throw new UncheckedIOException("Hashing does no I/O", e);
            }
            sums.put(name, hash.sum());
        });
        return new CheckpointManifest(step, elapsedSeconds, sums).digest();
    }

    /** The files of this state, by name; equal states have equal bytes. */
    SortedMap<String, AtomicFiles.FileBody> files() {
        SortedMap<String, AtomicFiles.FileBody> files = new TreeMap<>();
        tensors.forEach((name, arrays) -> files.put(
                name + TENSOR_ENDING, channel -> Safetensors.write(channel, arrays, Collections.emptySortedMap())));
        files.put(STATE_FILE, channel -> channel.write(ByteBuffer.wrap(JSON.writeValueAsBytes(state))));
        return files;
    }
}
