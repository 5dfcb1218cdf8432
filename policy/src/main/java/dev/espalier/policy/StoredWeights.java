package dev.espalier.policy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The weight matrix of a layer as it is stored in a {@link WeightFormat}. Arrays are not copied.
 *
 * @param format format of the entries
 * @param outputs rows of the matrix
 * @param inputs columns of the matrix
 * @param entries the entries row by row, little-endian, {@code outputs * format.rowBytes(inputs)} bytes. Of INT4 two
 *     are in a byte as two's complements, the first in the low half; each row begins with a byte
 * @param scales scale of each row, {@code [outputs]}, finite and above 0; empty if the entries are floats
 */
public record StoredWeights(WeightFormat format, int outputs, int inputs, byte[] entries, float[] scales) {

    /**
     * Checks sizes and, but for FLOAT32, numbers.
     *
     * @throws IllegalArgumentException if a size is wrong, an integer is outside its range, a number of half precision
     *     is not finite, or a scale is not above 0 or not finite
     */
    public StoredWeights {
        int bytes = Math.multiplyExact(outputs, format.rowBytes(inputs));
        int wanted = format.isScaled() ? outputs : 0;
        if (entries.length != bytes || scales.length != wanted) {
            throw new IllegalArgumentException(
                    "%s weights from %s to %s entries take %s bytes and %s scales, not %s and %s"
                            .formatted(
                                    format.lowerCase(), inputs, outputs, bytes, wanted, entries.length, scales.length));
        }
        for (float scale : scales) {
            if (!(scale > 0) || scale == Float.POSITIVE_INFINITY) {
                throw new IllegalArgumentException("a scale of weights is " + scale + ", not above 0 and finite");
            }
        }
        if (format != WeightFormat.FLOAT32) {
            requireValid(format, outputs, inputs, entries);
        }
    }

    private static void requireValid(WeightFormat format, int outputs, int inputs, byte[] entries) {
        for (int output = 0; output < outputs; output++) {
            for (int input = 0; input < inputs; input++) {
                int code = read(format, entries, output * format.rowBytes(inputs), input);
                if (format.isScaled() ? Math.abs(code) > format.largest() : !Float.isFinite(format.weight(code, 1))) {
                    throw new IllegalArgumentException(
                            "a weight is stored as %s, which %s does not use".formatted(code, format.lowerCase()));
                }
            }
        }
    }

    /**
     * Rounds the weights of a layer.
     *
     * @throws IllegalArgumentException if one is not finite, or too large for the format; never for FLOAT32
     */
    public static StoredWeights of(WeightFormat format, PolicyNetwork.Layer layer) {
        int inputs = layer.inputs();
        float[] weights = layer.weights();
        int rowBytes = format.rowBytes(inputs);
        byte[] entries = new byte[layer.outputs() * rowBytes];
        float[] scales = new float[format.isScaled() ? layer.outputs() : 0];
        for (int output = 0; output < layer.outputs(); output++) {
            int from = output * inputs;
            float scale = format.scale(weights, from, from + inputs);
            if (format.isScaled()) {
                scales[output] = scale;
            }
            for (int input = 0; input < inputs; input++) {
                requireRepresentable(format, weights[from + input]);
                write(format, format.code(weights[from + input], scale), entries, output * rowBytes, input);
            }
        }
        return new StoredWeights(format, layer.outputs(), inputs, entries, scales);
    }

    private static void requireRepresentable(WeightFormat format, float weight) {
        if (format == WeightFormat.FLOAT32) {
            return;
        }
        if (!Float.isFinite(weight)) {
            throw new IllegalArgumentException(
                    "a weight is " + weight + "; only finite numbers can be rounded to " + format.lowerCase());
        }
        if (format == WeightFormat.FLOAT16 && Math.abs(weight) > Half.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "a weight is " + weight + ", and the largest number of float16 is 65504; choose another format");
        }
    }

    /** The weights that act, row by row, {@code [outputs * inputs]}: a new array. */
    public float[] weights() {
        float[] weights = new float[outputs * inputs];
        for (int output = 0; output < outputs; output++) {
            float scale = format.isScaled() ? scales[output] : 1;
            for (int input = 0; input < inputs; input++) {
                weights[output * inputs + input] = format.weight(code(output, input), scale);
            }
        }
        return weights;
    }

    /** What is stored for a weight: the integer, or the bits of the float, from 0 to 65535 for FLOAT16. */
    public int code(int output, int input) {
        return read(format, entries, output * format.rowBytes(inputs), input);
    }

    /** Size of entries and scales in bytes. */
    public long bytes() {
        return entries.length + (long) scales.length * Float.BYTES;
    }

    private static int read(WeightFormat format, byte[] entries, int row, int input) {
        ByteBuffer bytes = ByteBuffer.wrap(entries).order(ByteOrder.LITTLE_ENDIAN);
        return switch (format) {
            case FLOAT32 -> bytes.getInt(row + Float.BYTES * input);
            case FLOAT16 -> Short.toUnsignedInt(bytes.getShort(row + Short.BYTES * input));
            case INT8 -> bytes.get(row + input);
            // The low or the high half, its sign extended.
            case INT4 -> bytes.get(row + input / 2) << (input % 2 == 0 ? 28 : 24) >> 28;
        };
    }

    private static void write(WeightFormat format, int code, byte[] entries, int row, int input) {
        ByteBuffer bytes = ByteBuffer.wrap(entries).order(ByteOrder.LITTLE_ENDIAN);
        switch (format) {
            case FLOAT32 -> bytes.putInt(row + Float.BYTES * input, code);
            case FLOAT16 -> bytes.putShort(row + Short.BYTES * input, (short) code);
            case INT8 -> bytes.put(row + input, (byte) code);
            case INT4 -> entries[row + input / 2] |= (byte) ((code & 15) << (input % 2 == 0 ? 0 : 4));
        }
    }
}
