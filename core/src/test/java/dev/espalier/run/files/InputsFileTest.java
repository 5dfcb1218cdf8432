package dev.espalier.run.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.policy.PolicyNetwork;
import dev.espalier.policy.PolicyNetwork.Activation;
import dev.espalier.policy.PolicyNetwork.Layer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsFileTest {

    @TempDir
    private Path folder;

    /**
     * The extractor's layer reads both entries, and the policy's first layer reads them after the unit; the last does
     * not.
     */
    private static final PolicyNetwork POLICY = new PolicyNetwork(List.of(
            new Layer(2, 1, new float[] {3, 0}, new float[1], Activation.SWISH, true),
            new Layer(3, 2, new float[] {7, 4, 0, 7, 0, 0}, new float[2], Activation.RELU, false),
            new Layer(2, 1, new float[] {5, 5}, new float[1], Activation.NONE, false)));

    @Test
    void anEntryIsReadByEveryLayerThatItReaches() {
        assertThat(InputsFile.weights(POLICY)).containsExactly(5, 0);
    }

    @Test
    void theFileHoldsAStepAndANumberForEachEntry() throws Exception {
        Path file = folder.resolve("inputs.json");
        InputsFile.write(file, 30, POLICY);

        assertThat(Files.readString(file)).isEqualTo("{\"step\":30,\"inputs\":[5.0,0.0]}\n");
    }
}
