package dev.espalier.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A handwritten bundle, and errors in others. */
class PolicyBundleTest {

    /** One layer from 2 entries to 1: weights 1 and -2, bias 0.5. */
    private static final String DESCRIPTION = """
            {"format": "espalier-policy", "version": 1, "task": "Hopper-v5", "observation_size": 2, "action_low": [-3],
             "action_high": [1], "golden_vectors": 1,
             "layers": [{"inputs": 2, "outputs": 1, "activation": "none", "hands_on": false}]}
            """;

    private static final String HEADER = """
            {"__metadata__":{"commit":"x"},"0.weight":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},
             "0.bias":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},
             "golden.observation":{"dtype":"F32","shape":[1,2],"data_offsets":[12,20]},
             "golden.action":{"dtype":"F32","shape":[1,1],"data_offsets":[20,24]}}
            """;

    private static final float[] NUMBERS = {1, -2, 0.5f, 1, 0.5f, -0.0757657f};

    @TempDir
    private Path folder;

    private void write(String description, String header, float... numbers) throws IOException {
        Files.writeString(folder.resolve("policy.json"), description);
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + json.length + 4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json);
        for (float number : numbers) {
            bytes.putFloat(number);
        }
        Files.write(folder.resolve("policy.safetensors"), bytes.array());
    }

    @Test
    void actsAsItsNumbersSay() throws IOException {
        write(DESCRIPTION, HEADER, NUMBERS);

        PolicyBundle bundle = PolicyBundle.read(folder);

        Policy policy = bundle.policy();
        assertThat(policy.observationSize()).isEqualTo(2);
        assertThat(policy.actionSize()).isEqualTo(1);
        assertThat(policy.range().low()[0]).isEqualTo(-3);
        assertThat(policy.range().high()[0]).isEqualTo(1);
        assertThat(bundle.task()).isEqualTo("Hopper-v5");
        // 1 * 1 - 2 * 0.5 + 0.5 = 0.5; tanh 0.4621172; the range's centre is -1, its half width 2.
        double[] action = new double[1];
        policy.act(new double[] {1, 0.5}, action);
        assertThat(action[0]).isCloseTo(-1 + 2 * 0.4621172, within(1e-6));
        PolicyBundle.Golden golden = bundle.golden().get(0);
        assertThat(golden.observation()).containsExactly(1, 0.5);
        assertThat(golden.action()[0]).isCloseTo(action[0], within(1e-5));
    }

    @Test
    void tellsWhereItComesFrom() throws IOException {
        String made = DESCRIPTION.replace(
                "\"task\"",
                "\"made\": {\"steps_trained\": 3000000000, \"parameters\": 3, \"undecided_gates\": 1, \"by\": \"x\"}, \"task\"");
        write(made, HEADER, NUMBERS);
        assertThat(PolicyBundle.read(folder).origin()).contains(new PolicyBundle.Origin(3_000_000_000L, 3, 1));

        write(made.replace("\"parameters\": 3,", ""), HEADER, NUMBERS);
        assertThat(PolicyBundle.read(folder).origin()).as("of another program").isEmpty();
        write(made.replace("\"parameters\": 3,", "\"parameters\": 3.5,"), HEADER, NUMBERS);
        assertThatThrownBy(() -> PolicyBundle.read(folder))
                .hasMessageContaining("policy.json is not the file of a policy: parameters is 3.5, no whole number");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    espalier-policy      | onnx                 | policy.json is not the file of a policy: its format is not espalier-policy
                    "version": 1         | "version": 4         | its version is 4, this program reads versions up to 3
                    "version": 1         | "version": 1.5       | version is 1.5, no whole number
                    "task": "Hopper-v5", |                      | it has no task
                    "inputs": 2          | "inputs": 3          | 0.weight has the shape [1.0, 2.0] instead of [1.0, 3.0]
                    "observation_size": 2| "observation_size": 4| its network reads 2 entries, its observations have 4
                    [-3]                 | [-3, 1]              | 2 lower and 1 upper bounds do not fit together
                    [-3]                 | [3]                  | entry 0 of an action has the range [3.0, 1.0]
                    [-3]                 | ["a"]                | action_low has an entry that is no number
                    "none"               | "gelu"               | its activation is 'gelu'
                    "golden_vectors": 1  | "golden_vectors": 2  | golden.observation has the shape
                    "layers"             | "levels"             | it has no layers
                    {"format"            | "format"             | no valid JSON
                    """)
    void aDescriptionThatDoesNotFitIsRefused(String part, String instead, String message) throws IOException {
        String changed = DESCRIPTION.replace(part, instead == null ? "" : instead);
        assertThat(changed).isNotEqualTo(DESCRIPTION);
        write(changed, HEADER, NUMBERS);

        assertThatThrownBy(() -> PolicyBundle.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message)
                .hasMessageContaining(folder.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "F32","shape":[1]   | "F64","shape":[1]    | 0.bias is not of 32-bit floats
                    "0.bias"            | "1.bias"             | it has no array 0.bias
                    [8,12]              | [8,16]               | 0.bias lies outside the file
                    [8,12]              | [8]                  | it does not say where 0.bias lies
                    [20,24]             | [20,28]              | its arrays take 28 bytes, but it has 24
                    {"__metadata__"     | "__metadata__"       | no valid JSON
                    """)
    void weightsThatDoNotFitAreRefused(String part, String instead, String message) throws IOException {
        String changed = HEADER.replace(part, instead);
        assertThat(changed).isNotEqualTo(HEADER);
        write(DESCRIPTION, changed, NUMBERS);

        assertThatThrownBy(() -> PolicyBundle.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("policy.safetensors is not the file of a policy: ")
                .hasMessageContaining(message);
    }

    /** Two entries around 5 and 100 000, with deviations 2 and 20. */
    @Test
    void normalisesWhatItReadsWhereItSaysSo() throws IOException {
        String description =
                DESCRIPTION.replace("\"version\": 1,", "\"version\": 2, \"normalisation\": {\"limit\": 1.5},");
        String header = HEADER.replace("\"golden.observation\"", """
                "observation.mean":{"dtype":"F32","shape":[2],"data_offsets":[24,32]},
                 "observation.deviation":{"dtype":"F32","shape":[2],"data_offsets":[32,40]},
                 "golden.observation\"""");
        write(description, header, 1, -2, 0.5f, 7, 100_010, -0.0757657f, 5, 100_000, 2, 20);

        Policy policy = PolicyBundle.read(folder).policy();

        // 1 and 0.5, as in the other bundle; the second is clipped at 1.5, -1.5: 1.5 + 3 + 0.5 = 5.
        double[] action = new double[1];
        policy.act(new double[] {7, 100_010}, action);
        assertThat(action[0]).isCloseTo(-1 + 2 * 0.4621172, within(1e-6));
        policy.act(new double[] {1e9, -1e30}, action);
        assertThat(action[0]).isCloseTo(-1 + 2 * Math.tanh(5), within(1e-6));
        write(description, header, 1, -2, 0.5f, 7, 100_010, -0.0757657f, 5, 100_000, 2, 0);
        assertThatThrownBy(() -> PolicyBundle.read(folder)).hasMessageContaining("the deviation 0.0");
    }

    /** As in bundles of earlier versions: the vectors detect all damage with a visible effect. */
    @Test
    void withoutAChecksumItIsHeldAgainstItsGoldenVectors() throws IOException {
        write(DESCRIPTION, HEADER, 1, -2, 0.5f, 1, 0.5f, -0.0759f);
        assertThat(PolicyBundle.read(folder).golden()).hasSize(1);
        assertThat(PolicyBundle.read(folder).hasChecksum()).isFalse();

        write(DESCRIPTION, HEADER, 1.001f, -2, 0.5f, 1, 0.5f, -0.0757657f);
        assertThatThrownBy(() -> PolicyBundle.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("policy.safetensors")
                .hasMessageContaining("where its golden vectors have -0.07576")
                .hasMessageEndingWith("it is damaged or was changed; take another copy, or export the policy anew");
        write(DESCRIPTION, HEADER, Float.NaN, -2, 0.5f, 1, 0.5f, -0.0757657f);
        assertThatThrownBy(() -> PolicyBundle.read(folder)).hasMessageContaining("the policy gives NaN");
    }

    @Test
    void withAChecksumAFlippedBitIsFoundInEveryByte() throws IOException, NoSuchAlgorithmException {
        String description = DESCRIPTION.replace("\"task\"", "\"checksum\": \"\", \"task\"");
        write(description, HEADER, NUMBERS);
        Path json = folder.resolve("policy.json");
        Path weights = folder.resolve("policy.safetensors");
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(Files.readAllBytes(json));
        digest.update(Files.readAllBytes(weights));
        String checksum = HexFormat.of().formatHex(digest.digest());
        Files.writeString(json, description.replace("\"checksum\": \"", "\"checksum\": \"" + checksum));
        assertThat(PolicyBundle.read(folder).task()).isEqualTo("Hopper-v5");
        assertThat(PolicyBundle.read(folder).hasChecksum()).isTrue();
        // Without its name the checksum is not found, but all else is unchanged.
        int name = Files.readString(json).indexOf("checksum");
        for (Path file : List.of(json, weights)) {
            byte[] sound = Files.readAllBytes(file);
            for (int at = 0; at < sound.length; at++) {
                if (file.equals(json) && at >= name && at < name + "checksum".length()) {
                    continue;
                }
                byte[] damaged = sound.clone();
                damaged[at] ^= (byte) (1 << at % 8);
                Files.write(file, damaged);
                assertThatThrownBy(() -> PolicyBundle.read(folder))
                        .as("byte %d of %s", at, file.getFileName())
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("policy.json");
            }
            Files.write(file, sound);
        }
    }

    @Test
    void filesThatAreCutShortOrMissingAreRefused() throws IOException {
        write(DESCRIPTION, HEADER, 1, 2);
        assertThatThrownBy(() -> PolicyBundle.read(folder))
                .hasMessageContaining("its arrays take 24 bytes, but it has 8");

        Path weights = folder.resolve("policy.safetensors");
        Files.write(weights, new byte[] {1, 2, 3});
        assertThatThrownBy(() -> PolicyBundle.read(folder)).hasMessageContaining("it ends before its header");
        Files.write(weights, new byte[] {100, 0, 0, 0, 0, 0, 0, 0, '{', '}'});
        assertThatThrownBy(() -> PolicyBundle.read(folder)).hasMessageContaining("it ends before its header");
        Files.delete(weights);
        assertThatThrownBy(() -> PolicyBundle.read(folder))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("policy.safetensors");
    }
}
