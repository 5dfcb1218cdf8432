package dev.espalier.export;

import dev.espalier.policy.StoredWeights;
import dev.espalier.policy.WeightFormat;
import java.util.Locale;

/** The weights of a {@link CHeader} as constants, and the functions that compute a layer from them. */
final class CWeights {

    private static final int FLOATS_A_LINE = 8;
    private static final int INTEGERS_A_LINE = 16;

    /** With {@code @PARAMETERS@}, {@code @ROW@}, {@code @W(index)@} and {@code @SUM@} to be replaced. */
    private static final String LAYER = """

            /* out = @WHAT@. Four sums at a time: one addition need not wait for the other. */
            static inline void $p_layer(
                @PARAMETERS@ int inputs, int outputs, const float *in, float *out)
            {
                for (int o = 0; o < outputs; o++, weight += @ROW@) {
                    float sum0 = 0.0f, sum1 = 0.0f, sum2 = 0.0f, sum3 = 0.0f;
                    int fours = inputs - inputs % 4;
                    for (int i = 0; i < fours; i += 4) {
                        sum0 += @W(i)@ * in[i];
                        sum1 += @W(i + 1)@ * in[i + 1];
                        sum2 += @W(i + 2)@ * in[i + 2];
                        sum3 += @W(i + 3)@ * in[i + 3];
                    }
                    for (int i = fours; i < inputs; i++) {
                        sum0 += @W(i)@ * in[i];
                    }
                    out[o] = bias[o] + @SUM@;
                }
            }
            """;

    private static final String HALF = """

            /* A number of half precision from its bits. */
            static inline float $p_half(uint16_t half)
            {
                uint32_t bits = half & 0x7fffu;
                float size;
                if (bits < 0x400u) {
                    size = (float)bits * 5.9604645e-8f; /* 2^-24 */
                } else {
                    bits = (bits << 13) + 0x38000000u;
                    memcpy(&size, &bits, sizeof size);
                }
                return (half & 0x8000u) != 0u ? -size : size;
            }
            """;

    private static final String PAIR = """

            /* Entry i of a row of 4-bit integers, two to a byte, the first in the low half. */
            static inline float $p_entry(const uint8_t *row, int i)
            {
                return (float)((((row[i / 2] >> (i % 2 * 4)) & 15) ^ 8) - 8);
            }
            """;

    private CWeights() {}

    /** What the header includes for a format, with the line's end. */
    static String includes(WeightFormat format) {
        return switch (format) {
            case FLOAT32 -> "";
            case FLOAT16 -> "#include <stdint.h>\n#include <string.h>\n";
            case INT8, INT4 -> "#include <stdint.h>\n";
        };
    }

    /** A format in the header's comment. */
    static String inWords(WeightFormat format) {
        return format.isScaled()
                ? format.lowerCase() + ", with a scale for each unit; all else is float"
                : format.lowerCase() + "; all else is float";
    }

    /** Adds the weights of a layer, and their scales if there are any; there has to be a weight. */
    static void constants(CText code, int layer, StoredWeights weights) {
        String name = "weight" + layer;
        byte[] entries = weights.entries();
        switch (weights.format()) {
            case FLOAT32 -> code.constants(name, weights.weights());
            case FLOAT16 ->
                code.constants(
                        "uint16_t",
                        name,
                        FLOATS_A_LINE,
                        weights.outputs() * weights.inputs(),
                        i -> hexadecimal(4, weights.code(i / weights.inputs(), i % weights.inputs())));
            case INT8 ->
                code.constants("int8_t", name, INTEGERS_A_LINE, entries.length, i -> Integer.toString(entries[i]));
            case INT4 ->
                code.constants(
                        "uint8_t",
                        name,
                        INTEGERS_A_LINE,
                        entries.length,
                        i -> hexadecimal(2, Byte.toUnsignedInt(entries[i])));
        }
        if (weights.format().isScaled()) {
            code.constants("scale" + layer, weights.scales());
        }
    }

    private static String hexadecimal(int digits, int value) {
        return String.format(Locale.ROOT, "0x%0" + digits + "x", value);
    }

    /** Adds the functions. */
    static void functions(CText code, WeightFormat format) {
        String sum = "((sum0 + sum1) + (sum2 + sum3))";
        switch (format) {
            case FLOAT32 -> layer(code, "float", "inputs", "weight[$1]", sum);
            case FLOAT16 -> {
                code.add(HALF);
                layer(code, "uint16_t", "inputs", "\\$p_half(weight[$1])", sum);
            }
            case INT8 -> layer(code, "int8_t", "inputs", "(float)weight[$1]", "scale[o] * " + sum);
            case INT4 -> {
                code.add(PAIR);
                layer(code, "uint8_t", "(inputs + 1) / 2", "\\$p_entry(weight, $1)", "scale[o] * " + sum);
            }
        }
    }

    private static void layer(CText code, String type, String row, String entry, String sum) {
        boolean scaled = sum.startsWith("scale");
        code.add(LAYER.replace("@WHAT@", scaled ? "scale (weight in) + bias" : "weight in + bias")
                .replace(
                        "@PARAMETERS@",
                        "const " + type + " *weight, " + (scaled ? "const float *scale, " : "") + "const float *bias,")
                .replace("@ROW@", row)
                .replaceAll("@W\\(([^)]*)\\)@", entry)
                .replace("@SUM@", sum));
    }

    /** The first arguments of a call for a layer. */
    static String arguments(int layer, WeightFormat format) {
        return "$p_weight" + layer + ", " + (format.isScaled() ? "$p_scale" + layer + ", " : "");
    }
}
