package dev.espalier.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The formats of stored weights. Only the weight matrices of layers are rounded; biases, scales and the normalisation
 * of observations stay 32-bit floats, and so do all numbers while a policy acts.
 *
 * <p>Integers are symmetric per output unit, that is per row w of a layer's matrix. With L the {@link #largest}
 * integer, {@code scale = max|w| / L} in single precision; {@code q = w / scale}, rounded to the nearest integer
 * (halves to the even one) and cut off at {@code [-L, L]}; and the weight that acts is {@code scale * q} in single
 * precision. A row of zeros, and one so small that its scale would be 0, has the scale 1 and zeros.
 */
public enum WeightFormat {
    /** IEEE 754 single precision, as trained; nothing is rounded. */
    FLOAT32(32, 0),
    /** IEEE 754 half precision, rounded to nearest, ties to even; at most 65504 in size. */
    FLOAT16(16, 0),
    /** Integers from -127 to 127, and a scale for each output unit. */
    INT8(8, 127),
    /** Integers from -7 to 7, two to a byte, and a scale for each output unit. */
    INT4(4, 7);

    private final int bits;
    private final int largest;

    WeightFormat(int bits, int largest) {
        this.bits = bits;
        this.largest = largest;
    }

    /** The name on the command line and in files: {@code float32}. */
    public String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All names: {@code float32, float16, int8, int4}. */
    public static String names() {
        return Arrays.stream(values()).map(WeightFormat::lowerCase).collect(Collectors.joining(", "));
    }

    /**
     * The format with this name, in letters of any case.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static WeightFormat of(String name) {
        for (WeightFormat format : values()) {
            if (format.lowerCase().equals(name.toLowerCase(Locale.ROOT))) {
                return format;
            }
        }
        throw new IllegalArgumentException("there is no format of weights '" + name + "'; choose one of " + names());
    }

    /** Whether weights are integers with a scale for each output unit. */
    public boolean isScaled() {
        return largest > 0;
    }

    /** The largest integer, 127 or 7; 0 if weights are floats. */
    public int largest() {
        return largest;
    }

    /** Bytes of the weights of one output unit; a last byte that is half used counts as one. */
    public int rowBytes(int inputs) {
        return Math.toIntExact(((long) inputs * bits + Byte.SIZE - 1) / Byte.SIZE);
    }

    /** The scale of a row, above 0; 1 if weights are floats. */
    float scale(float[] weights, int from, int to) {
        float most = 0;
        for (int i = from; i < to; i++) {
            most = Math.max(most, Math.abs(weights[i]));
        }
        float scale = isScaled() ? most / largest : 1;
        if (scale * largest == Float.POSITIVE_INFINITY) {
            // Rounded up, beside the largest float of all.
            return Math.nextDown(scale);
        }
        return scale == 0 ? 1 : scale;
    }

    /** What is stored for a finite weight: an integer, or a float's bits. */
    int code(float weight, float scale) {
        return switch (this) {
            case FLOAT32 -> Float.floatToRawIntBits(weight);
            case FLOAT16 -> Half.bits(weight);
            case INT8, INT4 -> (int) Math.max(-largest, Math.min(largest, Math.rint((double) weight / scale)));
        };
    }

    /** The weight that a stored integer, or a float's bits, stands for. */
    float weight(int code, float scale) {
        return switch (this) {
            case FLOAT32 -> Float.intBitsToFloat(code);
            case FLOAT16 -> Half.value(code);
            case INT8, INT4 -> scale * code;
        };
    }
}
