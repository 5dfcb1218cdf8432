package dev.espalier.policy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The arrays of a safetensors file, all of 32-bit floats. A file consists of 8 bytes N, little-endian; N bytes of JSON
 * with the type, shape and offsets of each array; the entries.
 */
final class Arrays32 {

    private static final int LENGTH_BYTES = Long.BYTES;
    private static final String METADATA = "__metadata__";

    private final ByteBuffer entries;
    private final Map<?, ?> header;

    private Arrays32(Map<?, ?> header, ByteBuffer entries) {
        this.header = header;
        this.entries = entries;
    }

    /** @throws IllegalArgumentException if the file is invalid, or its size does not match its header */
    static Arrays32 of(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() < LENGTH_BYTES) {
            throw new IllegalArgumentException("it ends before its header");
        }
        long length = bytes.getLong();
        if (length < 0 || length > bytes.remaining()) {
            throw new IllegalArgumentException("it ends before its header");
        }
        byte[] json = new byte[(int) length];
        bytes.get(json);
        if (!(Json.read(new String(json, StandardCharsets.UTF_8)) instanceof Map<?, ?> header)) {
            throw new IllegalArgumentException("its header is no JSON object");
        }
        Arrays32 arrays = new Arrays32(header, bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
        arrays.requireTheEnd();
        return arrays;
    }

    private void requireTheEnd() {
        long end = 0;
        for (Object name : header.keySet()) {
            if (!METADATA.equals(name)) {
                end = Math.max(end, offset((String) name, 1));
            }
        }
        if (end != entries.capacity()) {
            throw new IllegalArgumentException(
                    "its arrays take %s bytes, but it has %s".formatted(end, entries.capacity()));
        }
    }

    /**
     * The entries of an array, row by row.
     *
     * @throws IllegalArgumentException if there is none of this name and shape
     */
    float[] get(String name, int... shape) {
        Map<?, ?> array = describe(name);
        if (!"F32".equals(array.get("dtype"))) {
            throw new IllegalArgumentException(name + " is not of 32-bit floats");
        }
        List<Double> wanted = new ArrayList<>();
        int size = 1;
        for (int side : shape) {
            wanted.add((double) side);
            size = Math.multiplyExact(size, side);
        }
        if (!wanted.equals(array.get("shape"))) {
            throw new IllegalArgumentException(
                    "%s has the shape %s instead of %s".formatted(name, array.get("shape"), wanted));
        }
        long start = offset(name, 0);
        long end = offset(name, 1);
        if (start < 0 || end > entries.capacity() || end - start != (long) size * Float.BYTES) {
            throw new IllegalArgumentException(name + " lies outside the file");
        }
        float[] values = new float[size];
        entries.slice((int) start, (int) (end - start))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return values;
    }

    private Map<?, ?> describe(String name) {
        if (header.get(name) instanceof Map<?, ?> array) {
            return array;
        }
        throw new IllegalArgumentException("it has no array " + name);
    }

    private long offset(String name, int which) {
        if (describe(name).get("data_offsets") instanceof List<?> offsets
                && offsets.size() == 2
                && offsets.get(which) instanceof Double offset) {
            return offset.longValue();
        }
        throw new IllegalArgumentException("it does not say where " + name + " lies");
    }
}
