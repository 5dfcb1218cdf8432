package dev.espalier.store;

import java.lang.foreign.MemorySegment;

/** Small arrays for tests. */
final class TestArrays {

    private TestArrays() {}

    static ArrayData floats(long[] shape, float... values) {
        return new ArrayData(ArrayData.Type.F32, shape, MemorySegment.ofArray(values));
    }

    static ArrayData doubles(long[] shape, double... values) {
        return new ArrayData(ArrayData.Type.F64, shape, MemorySegment.ofArray(values));
    }

    static ArrayData longs(long... values) {
        return new ArrayData(ArrayData.Type.I64, new long[] {values.length}, MemorySegment.ofArray(values));
    }

    static ArrayData bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return new ArrayData(ArrayData.Type.U8, new long[] {bytes.length}, MemorySegment.ofArray(bytes));
    }
}
