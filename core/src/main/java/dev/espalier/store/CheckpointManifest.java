package dev.espalier.store;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code manifest.json} of a checkpoint: size and hash of every other file. {@code checksum} is the SHA-256 of the
 * manifest itself with an empty {@code checksum}, and the manifest must be exactly what {@link #bytes} writes.
 */
record CheckpointManifest(long step, double elapsedSeconds, SortedMap<String, HashingChannel.FileSum> files) {

    static final String FILE = "manifest.json";

    /** Increased when earlier versions can no longer read the files. */
    static final int FORMAT = 1;

    private static final String CHECKSUM = "checksum";

    private static final JsonMapper JSON = JsonMapper.builder()
            .defaultPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
            .build();

    CheckpointManifest {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** See {@link Checkpoint#digest}. */
    String digest() {
        var text = new StringBuilder("step " + step + "\n");
        files.forEach((name, sum) ->
                text.append(sum.sha256()).append("  ").append(name).append('\n'));
        return HashingChannel.sha256Hex(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    byte[] bytes() {
        ObjectNode node =
                JSON.createObjectNode().put("format", FORMAT).put("step", step).put("elapsed_seconds", elapsedSeconds);
        ObjectNode list = node.putObject("files");
        files.forEach(
                (name, sum) -> list.putObject(name).put("size", sum.size()).put("sha256", sum.sha256()));
        return bytes(node.put(CHECKSUM, HashingChannel.sha256Hex(bytes(node.put(CHECKSUM, "")))));
    }

    private static byte[] bytes(ObjectNode node) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(node);
        } catch (IOException e) {
            throw new UncheckedIOException("A tree of plain values cannot fail to be written", e);
        }
    }

    /**
     * Parses what {@link #bytes} wrote.
     *
     * @throws DamagedException if any bit differs
     * @throws StoreException if a later version of Espalier wrote it
     */
    static CheckpointManifest parse(byte[] bytes) throws DamagedException {
        if (!(tree(bytes) instanceof ObjectNode node) || !agreesWithItsChecksum(node, bytes)) {
            throw new DamagedException(FILE + " does not agree with its checksum");
        }
        var fields = new JsonFields(FILE, node, BadFieldException::new);
        try {
            long format = fields.whole("format");
            if (format == FORMAT) {
                return of(fields);
            }
            throw new StoreException(
                    "This checkpoint has format " + format + ", and this version of Espalier reads format " + FORMAT
                            + ". Use the version that wrote it; metadata.json names it.");
        } catch (BadFieldException e) {
            throw new DamagedException(String.valueOf(e.getMessage()), e);
        }
    }

    private static CheckpointManifest of(JsonFields fields) {
        SortedMap<String, HashingChannel.FileSum> files = new TreeMap<>();
        JsonFields list = fields.object("files");
        list.node().fieldNames().forEachRemaining(name -> {
            if (!Checkpoint.isFile(name)) {
                throw new BadFieldException(FILE + " names '" + name + "', which is no file of a checkpoint");
            }
            JsonFields sum = list.object(name);
            files.put(name, new HashingChannel.FileSum(sum.whole("size"), sum.text("sha256")));
        });
        if (!files.containsKey(Checkpoint.STATE_FILE)) {
            throw new BadFieldException(FILE + " does not name " + Checkpoint.STATE_FILE);
        }
        return new CheckpointManifest(fields.whole("step"), fields.number("elapsed_seconds"), files);
    }

    private static final class BadFieldException extends RuntimeException {

        BadFieldException(String message) {
            super(message);
        }
    }

    private static JsonNode tree(byte[] bytes) throws DamagedException {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new DamagedException(FILE + " is not JSON", e);
        }
    }

    private static boolean agreesWithItsChecksum(ObjectNode node, byte[] bytes) {
        String checksum = node.path(CHECKSUM).asText();
        String expected = HashingChannel.sha256Hex(bytes(node.deepCopy().put(CHECKSUM, "")));
        return checksum.equals(expected) && Arrays.equals(bytes, bytes(node));
    }

    /** A file of a checkpoint is damaged. */
    static final class DamagedException extends Exception {

        DamagedException(String message) {
            super(message);
        }

        DamagedException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
