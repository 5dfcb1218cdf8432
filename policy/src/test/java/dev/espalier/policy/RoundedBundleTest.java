package dev.espalier.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Handwritten bundles with rounded weights: one layer from 3 entries to 1, with the bias 0.5. */
class RoundedBundleTest {

    private static final String DESCRIPTION = """
            {"format": "espalier-policy", "version": 3, "task": "Hopper-v5", "observation_size": 3, "action_low": [-1],
             "action_high": [1], "golden_vectors": 1, "weights": "%s",
             "layers": [{"inputs": 3, "outputs": 1, "activation": "none", "hands_on": false}]}
            """;

    /** The scale, the bias, a golden observation and action, then the weights. */
    private static final String HEADER = """
            {"0.scale":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},
             "0.bias":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},
             "golden.observation":{"dtype":"F32","shape":[1,3],"data_offsets":[8,20]},
             "golden.action":{"dtype":"F32","shape":[1,1],"data_offsets":[20,24]},
             "0.weight":{"dtype":"%s","shape":[1,%s],"data_offsets":[24,%s]}}
            """;

    private static final byte[] INT8 = {4, -127, 0};

    @TempDir
    private Path folder;

    private void write(String description, String header, float scale, float action, byte... weights)
            throws IOException {
        Files.writeString(folder.resolve("policy.json"), description);
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + 24 + weights.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json);
        for (float number : new float[] {scale, 0.5f, 1, 0.25f, 7, action}) {
            bytes.putFloat(number);
        }
        Files.write(folder.resolve("policy.safetensors"), bytes.put(weights).array());
    }

    private float[] weights() throws IOException {
        return PolicyBundle.read(folder).policy().network().layers().get(0).weights();
    }

    private static String int8Description() {
        return DESCRIPTION.formatted("int8");
    }

    private static String int8Header() {
        return HEADER.formatted("I8", 3, 27);
    }

    /** 0.25 * 4 * 1 - 0.25 * 127 * 0.25 + 0.5. */
    @Test
    void integersOf8BitsAreMultipliedByTheirScale() throws IOException {
        write(int8Description(), int8Header(), 0.25f, (float) Math.tanh(-6.4375), INT8);

        assertThat(weights()).containsExactly(1, -31.75f, 0);
        PolicyBundle bundle = PolicyBundle.read(folder);
        double[] action = new double[1];
        bundle.policy().act(new double[] {1, 0.25, 7}, action);
        assertThat(action[0]).isCloseTo(Math.tanh(-6.4375), within(1e-6));
    }

    /** 7 and -7 in the first byte, 1 in the second: 3.5 - 0.875 + 3.5 + 0.5. */
    @Test
    void integersOf4BitsArePairs() throws IOException {
        write(
                DESCRIPTION.formatted("int4"),
                HEADER.formatted("U8", 2, 26),
                0.5f,
                (float) Math.tanh(6.625),
                (byte) 0x97,
                (byte) 1);

        assertThat(weights()).containsExactly(3.5f, -3.5f, 0.5f);
    }

    /** A scale without use does no harm. 1, -2, 0: 1 - 0.5 + 0.5. */
    @Test
    void numbersOfHalfPrecisionAreRead() throws IOException {
        write(DESCRIPTION.formatted("float16"), HEADER.formatted("F16", 3, 30), 9, (float) Math.tanh(1), new byte[] {
            0, 0x3c, 0, (byte) 0xc0, 0, 0
        });

        assertThat(weights()).containsExactly(1, -2, 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "weights": "int8"  | "weights": "int7"    | there is no format of weights 'int7'; choose one of float32, float16, int8, int4
                    "weights": "int8"  | "weights": 8         | it has no weights, or not as it should be
                    "weights": "int8"  | "weights": "int4"    | 0.weight is not of unsigned bytes
                    "weights": "int8"  | "weights": "float16" | 0.weight is not of 16-bit floats
                    "weights": "int8", |                      | 0.weight is not of 32-bit floats
                    """)
    void aDescriptionThatDoesNotFitIsRefused(String part, String instead, String message) throws IOException {
        String changed = int8Description().replace(part, instead == null ? "" : instead);
        assertThat(changed).isNotEqualTo(int8Description());
        write(changed, int8Header(), 0.25f, 0, INT8);

        assertThatThrownBy(() -> PolicyBundle.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "0.scale"             | "1.scale"             | it has no array 0.scale
                    [1],"data_offsets":[0 | [2],"data_offsets":[0 | 0.scale has the shape [2.0] instead of [1.0]
                    "I8","shape":[1,3]    | "U8","shape":[1,3]    | 0.weight is not of signed bytes
                    "I8","shape":[1,3]    | "I8","shape":[3]      | 0.weight has the shape [3.0] instead of [1.0, 3.0]
                    [24,27]               | [25,27]               | 0.weight lies outside the file
                    """)
    void arraysThatDoNotFitAreRefused(String part, String instead, String message) throws IOException {
        String changed = int8Header().replace(part, instead);
        assertThat(changed).isNotEqualTo(int8Header());
        write(int8Description(), changed, 0.25f, 0, INT8);

        assertThatThrownBy(() -> PolicyBundle.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("policy.safetensors is not the file of a policy: " + message);
    }

    @Test
    void numbersThatNoRoundingMakesAreRefused() throws IOException {
        write(int8Description(), int8Header(), 0.25f, 0, (byte) -128, (byte) 0, (byte) 0);
        assertThatThrownBy(() -> PolicyBundle.read(folder))
                .hasMessageEndingWith("0.weight: a weight is stored as -128, which int8 does not use");
        write(int8Description(), int8Header(), 0, 0, INT8);
        assertThatThrownBy(() -> PolicyBundle.read(folder))
                .hasMessageEndingWith("0.weight: a scale of weights is 0.0, not above 0 and finite");
    }

    /** As in all bundles without a checksum: the action is tanh(-6.4375). */
    @Test
    void itIsHeldAgainstItsGoldenVectors() throws IOException {
        write(int8Description(), int8Header(), 0.25f, 0.9f, INT8);

        assertThatThrownBy(() -> PolicyBundle.read(folder))
                .hasMessageContaining("where its golden vectors have 0.8999");
    }
}
