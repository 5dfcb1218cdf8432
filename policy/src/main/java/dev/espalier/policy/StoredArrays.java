package dev.espalier.policy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The arrays of a safetensors file. A file consists of 8 bytes N, little-endian; N bytes of JSON
 * with the type, shape and offsets of each array; the entries.
 */
final class StoredArrays {

    private static final int LENGTH_BYTES = Long.BYTES;
    private static final String METADATA = "__metadata__";

    private final ByteBuffer entries;
    private final Map<?, ?> header;

    private StoredArrays(Map<?, ?> header, ByteBuffer entries) {
        this.header = header;
        this.entries = entries;
    }

    /** @throws IllegalArgumentException if the file is invalid, or its size does not match its header */
    static StoredArrays of(byte[] file) {
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
        StoredArrays arrays = new StoredArrays(header, bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
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
     * The entries of an array of 32-bit floats, row by row.
     *
     * @throws IllegalArgumentException if there is none of this name, type and shape
     */
    float[] floats(String name, int... shape) {
        ByteBuffer bytes = entries(name, "F32", "32-bit floats", Float.BYTES, shape);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    /**
     * The weights of a layer in any format: the array {@code name.weight}, {@code [outputs, inputs]}, and with integers
     * {@code name.scale}, {@code [outputs]}. Integers of 4 bits are bytes, {@code [outputs, bytes of a row]}.
     *
     * @throws IllegalArgumentException if there are no such arrays, or they contain what the format does not use
     */
    StoredWeights weights(String name, WeightFormat format, int outputs, int inputs) {
        String array = name + ".weight";
        ByteBuffer bytes = switch (format) {
            case FLOAT32 -> entries(array, "F32", "32-bit floats", Float.BYTES, outputs, inputs);
            case FLOAT16 -> entries(array, "F16", "16-bit floats", Short.BYTES, outputs, inputs);
            case INT8 -> entries(array, "I8", "signed bytes", Byte.BYTES, outputs, inputs);
            case INT4 -> entries(array, "U8", "unsigned bytes", Byte.BYTES, outputs, format.rowBytes(inputs));
        };
        byte[] stored = new byte[bytes.remaining()];
        bytes.get(stored);
        float[] scales = format.isScaled() ? floats(name + ".scale", outputs) : new float[0];
        try {
            return new StoredWeights(format, outputs, inputs, stored, scales);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(array + ": " + e.getMessage(), e);
        }
    }

    private ByteBuffer entries(String name, String type, String typeInWords, int entryBytes, int... shape) {
        Map<?, ?> array = describe(name);
        if (!type.equals(array.get("dtype"))) {
            throw new IllegalArgumentException(name + " is not of " + typeInWords);
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
        if (start < 0 || end > entries.capacity() || end - start != (long) size * entryBytes) {
            throw new IllegalArgumentException(name + " lies outside the file");
        }
        return entries.slice((int) start, (int) (end - start)).order(ByteOrder.LITTLE_ENDIAN);
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
