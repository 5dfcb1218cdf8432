package dev.espalier.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;

/**
 * Writes arrays in the safetensors format, which libraries for Python, Rust and JavaScript can read.
 *
 * <p>A file consists of 8 bytes N, little-endian; N bytes of JSON with the type, shape and offsets of each array; and
 * the entries of all arrays without gaps. The JSON is padded with spaces to a multiple of 8 bytes, and wider entry
 * types come first, so that each array is aligned and a mapped file can be used directly.
 *
 * <p>Equal arrays in equal order give equal bytes. {@link SafetensorsReader} reads such files.
 */
public final class Safetensors {

    static final String METADATA = "__metadata__";
    static final int ALIGNMENT = 8;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int CHUNK = 1 << 18;

    private Safetensors() {}

    /**
     * Writes a file atomically.
     *
     * @throws StoreException if it cannot be written; a previous file is unchanged
     */
    public static void write(Path file, SequencedMap<String, ArrayData> arrays, SortedMap<String, String> metadata) {
        AtomicFiles.writeFile(file, channel -> write(channel, arrays, metadata));
    }

    /**
     * Writes to a channel; buffers only a small chunk of the entries.
     *
     * @param arrays arrays by name; those of equal entry size keep their order
     * @param metadata texts by key; omitted from the file if empty
     */
    public static void write(
            WritableByteChannel channel, SequencedMap<String, ArrayData> arrays, SortedMap<String, String> metadata)
            throws IOException {
        var widestFirst = arrays.entrySet().stream()
                .sorted(Comparator.comparingInt(
                        entry -> -entry.getValue().type().size()))
                .toList();
        writeFully(channel, header(widestFirst, metadata));
        byte[] chunk = new byte[CHUNK];
        for (var entry : widestFirst) {
            writeFully(channel, entry.getValue().bytes(), chunk);
        }
    }

    private static ByteBuffer header(List<Map.Entry<String, ArrayData>> arrays, SortedMap<String, String> metadata)
            throws JsonProcessingException {
        ObjectNode header = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode texts = header.putObject(METADATA);
            metadata.forEach(texts::put);
        }
        long offset = 0;
        for (var entry : arrays) {
            if (entry.getKey().equals(METADATA)) {
                throw new IllegalArgumentException("No array can be named " + METADATA);
            }
            ArrayData array = entry.getValue();
            ObjectNode node =
                    header.putObject(entry.getKey()).put("dtype", array.type().name());
            var shape = node.putArray("shape");
            for (long extent : array.shape()) {
                shape.add(extent);
            }
            long end = offset + array.bytes().byteSize();
            node.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
        int padded = Math.ceilDiv(json.length, ALIGNMENT) * ALIGNMENT;
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(padded).put(json);
        while (bytes.hasRemaining()) {
            bytes.put((byte) ' ');
        }
        return bytes.flip();
    }

    /** Copies through a heap array of bytes, as the entries may be in native memory or in a heap array of any type. */
    private static void writeFully(WritableByteChannel channel, MemorySegment bytes, byte[] chunk) throws IOException {
        for (long offset = 0; offset < bytes.byteSize(); offset += chunk.length) {
            int count = (int) Math.min(chunk.length, bytes.byteSize() - offset);
            MemorySegment.copy(bytes, offset, MemorySegment.ofArray(chunk), 0, count);
            writeFully(channel, ByteBuffer.wrap(chunk, 0, count));
        }
    }

    private static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
