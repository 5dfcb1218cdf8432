package dev.espalier.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.data.Batch;
import dev.espalier.nn.Normaliser;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Scope;
import dev.espalier.tensor.TaskScope;
import dev.espalier.tensor.Tensors;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Extractors behind a normaliser do what those do that are given states which somebody else has normalised. */
class NormalisedFeaturesTest {

    private static final Compute COMPUTE = Compute.on(Compute.Kind.CPU, 1);

    private static TestAgents.Parts parts() {
        return TestAgents.parts(
                GatedAgent.N_S,
                GatedAgent.N_A,
                TestLearner.SAC.config(List.of(4), 1e-3),
                TestAgents.extractors(3, 2, true),
                TestAgents.gates(0.1, 0),
                5);
    }

    /** (s - m) / d row by row, with m and d worked out here. */
    private static Tensor normalised(Tensor states, float[] seen) {
        float[] values = Tensors.toFloats(states);
        int size = GatedAgent.N_S;
        int rows = seen.length / size;
        for (int entry = 0; entry < size; entry++) {
            double mean = 0;
            double square = 0;
            for (int row = 0; row < rows; row++) {
                mean += seen[row * size + entry] / rows;
                square += Math.pow(seen[row * size + entry], 2) / rows;
            }
            double deviation = Math.sqrt(square - mean * mean);
            for (int i = entry; i < values.length; i += size) {
                values[i] = (float) ((values[i] - mean) / deviation);
            }
        }
        return Tensors.of(COMPUTE, values, values.length / size, size);
    }

    @Test
    void lessonsAndFeaturesAreThoseOfNormalisedStates() {
        TestAgents.Parts plain = parts();
        TestAgents.Parts behind = parts();
        Features features = new NormalisedFeatures(behind.features(), new Normaliser(GatedAgent.N_S, COMPUTE));
        float[] seen = new float[30];
        Random random = new Random(3);
        for (int i = 0; i < seen.length; i++) {
            seen[i] = 4 + 3 * (float) random.nextGaussian();
        }
        try (Scope _ = Scope.open()) {
            features.observe(Tensors.of(COMPUTE, seen, 10, GatedAgent.N_S));
            Batch raw = GatedAgent.batch(2);
            raw.observation().mul_(new Scalar(3)).add_(new Scalar(4));
            var batch = new Batch(
                    normalised(raw.observation(), seen),
                    raw.action(),
                    raw.reward(),
                    normalised(raw.nextObservation(), seen),
                    raw.continues());
            assertSameFeatures(features, raw, plain.features(), batch, 1e-4f);
            for (int i = 0; i < 5; i++) {
                SequencedMap<String, Double> expected = lesson(plain.features(), batch, i);
                assertThat(lesson(features, raw, i).get("train/ofe_loss"))
                        .isCloseTo(expected.get("train/ofe_loss"), within(1e-3));
            }
            // Biases in front of batch norm follow the rounding of sums (PrunedAgentTest), by steps of Adam's size.
            assertSameFeatures(features, raw, plain.features(), batch, 2e-2f);
        }
    }

    private static void assertSameFeatures(
            Features features, Batch raw, Features plain, Batch normalised, float tolerance) {
        float[] expected = Tensors.toFloats(plain.of(normalised.observation()).features());
        assertThat(Tensors.toFloats(features.of(raw.observation()).features()))
                .containsExactly(expected, within(tolerance));
    }

    private static SequencedMap<String, Double> lesson(Features features, Batch batch, int seed) {
        try (TaskScope scope = TaskScope.open(COMPUTE)) {
            Gradients gradients =
                    features.update(batch, new SplittableRandom(seed), scope).join();
            gradients.step(COMPUTE);
            return gradients.metrics();
        }
    }
}
