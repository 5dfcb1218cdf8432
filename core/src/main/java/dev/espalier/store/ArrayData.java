package dev.espalier.store;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A dense array read from or written to a file: little-endian, row-major.
 *
 * @param type type of the entries
 * @param shape size of each dimension, each at least 0; empty for a scalar
 * @param bytes the entries, exactly {@code product(shape) * type.size()} bytes; not copied
 */
public record ArrayData(Type type, long[] shape, MemorySegment bytes) {

    /** Types of entries, with their safetensors names. */
    public enum Type {
        F32(4),
        F64(8),
        F16(2),
        I64(8),
        I8(1),
        U8(1);

        private final int size;

        Type(int size) {
            this.size = size;
        }

        /** Bytes of one entry. */
        public int size() {
            return size;
        }
    }

    /** @throws IllegalArgumentException if the number of bytes does not fit type and shape */
    public ArrayData {
        shape = shape.clone();
        if (bytes.byteSize() != byteSize(type, shape)) {
            throw new IllegalArgumentException("%s%s takes %s bytes, not %s"
                    .formatted(type, Arrays.toString(shape), byteSize(type, shape), bytes.byteSize()));
        }
    }

    /**
     * Bytes of an array of this type and shape.
     *
     * @throws IllegalArgumentException if a size is negative or there are more than 2^63 bytes
     */
    static long byteSize(Type type, long[] shape) {
        long size = type.size();
        for (long extent : shape) {
            if (extent < 0) {
                throw new IllegalArgumentException("Negative extent in shape " + Arrays.toString(shape));
            }
            try {
                size = Math.multiplyExact(size, extent);
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException("Shape too large: " + Arrays.toString(shape), e);
            }
        }
        return size;
    }
}
