package dev.espalier.store;

import java.lang.foreign.MemorySegment;

/**
 * A dense array on its way to or from a file: little-endian, row-major.
 *
 * @param type type of the entries
 * @param shape extent of each dimension; empty for a scalar
 * @param bytes the entries, exactly {@code product(shape) * type.size()} bytes; not copied
 */
public record ArrayData(Type type, long[] shape, MemorySegment bytes) {

    /** Entry types, under the names that safetensors gives them. */
    public enum Type {
        F32(4),
        F64(8),
        I64(8),
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
}
