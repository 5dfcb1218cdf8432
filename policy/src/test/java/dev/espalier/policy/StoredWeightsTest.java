package dev.espalier.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.policy.PolicyNetwork.Activation;
import dev.espalier.policy.PolicyNetwork.Layer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rounded weights worked by hand, and what is refused. */
class StoredWeightsTest {

    private static Layer layer(int outputs, float... weights) {
        return new Layer(weights.length / outputs, outputs, weights, new float[outputs], Activation.NONE, false);
    }

    private static StoredWeights rounded(WeightFormat format, float... row) {
        return StoredWeights.of(format, layer(1, row));
    }

    /** The scales are 254 / 127 = 2 and 31.75 / 127 = 0.25; halves go to the even integer. */
    @Test
    void integersOf8BitsWorkedByHand() {
        StoredWeights stored =
                StoredWeights.of(WeightFormat.INT8, layer(2, 254, -3, 1, 2.9f, 31.75f, 0.1f, -0.13f, -31.75f));

        assertThat(stored.scales()).containsExactly(2, 0.25f);
        assertThat(stored.entries()).containsExactly(127, -2, 0, 1, 127, 0, -1, -127);
        assertThat(stored.weights()).containsExactly(254, -4, 0, 2, 31.75f, 0, -0.25f, -31.75f);
        assertThat(stored.code(1, 3)).isEqualTo(-127);
        assertThat(stored.bytes()).isEqualTo(8 + 2 * 4);
    }

    /** The scales are 14 / 7 = 2 and 7 / 7 = 1. A row of three takes two bytes, the first entry in the low half. */
    @Test
    void integersOf4BitsWorkedByHand() {
        StoredWeights stored = StoredWeights.of(WeightFormat.INT4, layer(2, 14, -3, 5, -7, 6, -1));

        assertThat(stored.scales()).containsExactly(2, 1);
        // 7, -2 | 2 and -7, 6 | -1, where -2 is 1110, -7 is 1001 and -1 is 1111.
        assertThat(stored.entries()).containsExactly(0xe7, 0x02, 0x69, 0x0f);
        assertThat(stored.weights()).containsExactly(14, -4, 4, -7, 6, -1);
        assertThat(stored.bytes()).isEqualTo(4 + 2 * 4);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0000",
        "-0.0, 8000",
        "1, 3c00",
        "-2, c000",
        "0.1, 2e66",
        "65504, 7bff",
        // Halfway between 1 and the next number, and between that and its next: to the even fraction.
        "1.00048828125, 3c00",
        "1.00146484375, 3c02",
        // A fraction that is rounded up to a power of two.
        "1.999755859375, 4000",
        // The smallest number, half of it, and one and a half of it.
        "5.9604645e-8, 0001",
        "2.9802322e-8, 0000",
        "8.9406967e-8, 0002",
        // The smallest number with an implied one, and one that is rounded up to it: 1023.75 of the smallest.
        "6.1035156e-5, 0400",
        "6.1020255e-5, 0400",
        "1e-30, 0000",
    })
    void halfPrecisionWorkedByHand(float weight, String bits) {
        StoredWeights stored = rounded(WeightFormat.FLOAT16, weight);

        assertThat(stored.code(0, 0)).isEqualTo(Integer.parseInt(bits, 16));
        assertThat(stored.scales()).isEmpty();
        assertThat(stored.bytes()).isEqualTo(2);
    }

    @Test
    void halfPrecisionIsLittleEndianAndReadsBack() {
        StoredWeights stored = rounded(WeightFormat.FLOAT16, 1, 0.1f, -65504);

        assertThat(stored.entries()).containsExactly(0x00, 0x3c, 0x66, 0x2e, 0xff, 0xfb);
        // 0x266 = 614: (1024 + 614) / 2^14.
        assertThat(stored.weights()).containsExactly(1, 1638 / 16384f, -65504);
    }

    /** Against the nearest of all 63 488 finite numbers, each computed with a power. */
    @Test
    void halfPrecisionIsTheNearestNumber() {
        double[] all = new double[31 * 1024];
        for (int bits = 0; bits < all.length; bits++) {
            int exponent = bits / 1024;
            all[bits] =
                    exponent == 0 ? bits * Math.pow(2, -24) : (1 + bits % 1024 / 1024.0) * Math.pow(2, exponent - 15);
            assertThat(Half.value(bits)).isEqualTo((float) all[bits]);
            assertThat(Half.value(bits | 0x8000)).isEqualTo((float) -all[bits]);
            assertThat(Half.bits((float) all[bits])).isEqualTo(bits);
        }
        var random = new SplittableRandom(1);
        for (int i = 0; i < 2000; i++) {
            float weight = (float) (random.nextDouble(-1, 1) * Math.pow(2, random.nextInt(-26, 16)));
            double error = Double.POSITIVE_INFINITY;
            for (double number : all) {
                error = Math.min(error, Math.abs(Math.abs(weight) - number));
            }
            assertThat(Math.abs((double) weight - Half.value(Half.bits(weight))))
                    .isEqualTo(error);
        }
    }

    /** Nobody who divides by a scale gets NaN, and no integer leaves its range. */
    @ParameterizedTest
    @EnumSource(names = {"INT8", "INT4"})
    void rowsOfZerosAndOfTheSmallestNumbersAreDefined(WeightFormat format) {
        assertThat(rounded(format, 0, -0.0f, 0).scales()).containsExactly(1);
        assertThat(rounded(format, 0, -0.0f, 0).weights()).containsExactly(0, 0, 0);
        // A third of the largest integer times the smallest number: its scale would be 0.
        float vanishing = (float) Math.floor(format.largest() / 3.0) * Float.MIN_VALUE;
        assertThat(rounded(format, vanishing).scales()).containsExactly(1);
        assertThat(rounded(format, vanishing).weights()).containsExactly(0);
        // 1.4 times as large: its scale is rounded down to the smallest number.
        float small = (float) Math.floor(1.4 * format.largest()) * Float.MIN_VALUE;
        assertThat(rounded(format, -small).code(0, 0)).isEqualTo(-format.largest());
        // The largest number of all stays finite.
        assertThat(rounded(format, Float.MAX_VALUE).weights()[0]).isBetween(3.4e38f, Float.MAX_VALUE);
        assertThat(StoredWeights.of(format, new Layer(0, 2, new float[0], new float[2], Activation.NONE, false))
                        .bytes())
                .isEqualTo(8);
    }

    @ParameterizedTest
    @EnumSource(names = {"INT8", "INT4"})
    void noWeightIsOffByMoreThanHalfAScale(WeightFormat format) {
        var random = new SplittableRandom(7);
        float[] weights = new float[11 * 9];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextDouble(-1, 1) * Math.pow(10, i / 9 - 5));
        }

        StoredWeights stored = StoredWeights.of(format, layer(11, weights));

        float[] read = stored.weights();
        for (int i = 0; i < weights.length; i++) {
            assertThat(Math.abs(read[i] - weights[i])).isLessThanOrEqualTo(stored.scales()[i / 9] * 0.50001f);
        }
    }

    @Test
    void singlePrecisionKeepsAllBits() {
        float[] weights = {1, -0.0f, Float.MIN_VALUE, Float.NaN, Float.MAX_VALUE, 0.1f};

        StoredWeights stored = StoredWeights.of(WeightFormat.FLOAT32, layer(2, weights));

        assertThat(stored.weights()).containsExactly(weights);
        assertThat(stored.bytes()).isEqualTo(24);
        assertThat(stored.entries()).startsWith(0, 0, 0x80, 0x3f);
    }

    @ParameterizedTest
    @ValueSource(floats = {65504.004f, -70000, Float.MAX_VALUE})
    void weightsBeyondHalfPrecisionAreRefused(float weight) {
        assertThatThrownBy(() -> rounded(WeightFormat.FLOAT16, 1, weight))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a weight is " + weight
                        + ", and the largest number of float16 is 65504; choose another format");
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "INT8", "INT4"})
    void whatIsNoNumberIsRefused(WeightFormat format) {
        assertThatThrownBy(() -> rounded(format, 1, Float.NaN))
                .hasMessage("a weight is NaN; only finite numbers can be rounded to " + format.lowerCase());
        assertThatThrownBy(() -> rounded(format, Float.NEGATIVE_INFINITY)).hasMessageContaining("-Infinity");
    }

    @Test
    void storedFormsThatNoRoundingMakesAreRefused() {
        float[] one = {1};
        float[] none = {};
        assertThatThrownBy(() -> new StoredWeights(WeightFormat.INT8, 1, 2, new byte[3], one))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("int8 weights from 2 to 1 entries take 2 bytes and 1 scales, not 3 and 1");
        assertThatThrownBy(() -> new StoredWeights(WeightFormat.FLOAT16, 1, 1, new byte[2], one))
                .hasMessage("float16 weights from 1 to 1 entries take 2 bytes and 0 scales, not 2 and 1");
        assertThatThrownBy(() -> new StoredWeights(WeightFormat.INT8, 1, 1, new byte[] {-128}, one))
                .hasMessage("a weight is stored as -128, which int8 does not use");
        assertThatThrownBy(() -> new StoredWeights(WeightFormat.INT4, 1, 2, new byte[] {(byte) 0x80}, one))
                .hasMessage("a weight is stored as -8, which int4 does not use");
        assertThatThrownBy(() -> new StoredWeights(WeightFormat.FLOAT16, 1, 1, new byte[] {0, 0x7c}, none))
                .hasMessage("a weight is stored as 31744, which float16 does not use");
        for (float scale : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new StoredWeights(WeightFormat.INT8, 1, 1, new byte[1], new float[] {scale}))
                    .hasMessage("a scale of weights is " + scale + ", not above 0 and finite");
        }
    }

    @Test
    void aFormatHasAName() {
        assertThat(WeightFormat.of("INT8")).isEqualTo(WeightFormat.INT8);
        assertThat(WeightFormat.of("float16")).isEqualTo(WeightFormat.FLOAT16);
        assertThatThrownBy(() -> WeightFormat.of("int7"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no format of weights 'int7'; choose one of float32, float16, int8, int4");
    }
}
