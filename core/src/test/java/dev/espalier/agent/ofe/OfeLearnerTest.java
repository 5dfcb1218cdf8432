package dev.espalier.agent.ofe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.agent.Agent;
import dev.espalier.agent.Features;
import dev.espalier.agent.FiniteDifferences;
import dev.espalier.agent.TestAgents;
import dev.espalier.agent.sac.SacConfig;
import dev.espalier.data.Batch;
import dev.espalier.store.ArrayData;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Scope;
import dev.espalier.tensor.Tensors;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The extractors against an oracle in plain Java. */
class OfeLearnerTest {

    private static final int N_S = 3;
    private static final int N_A = 2;
    private static final int ROWS = 8;
    private static final int UNITS = 4;
    private static final int LAYERS = 2;
    private static final OfeConfig WITH_DIAGONALS = TestAgents.extractors(UNITS, LAYERS, true);
    private static final OfeConfig PLAIN = TestAgents.extractors(UNITS, LAYERS, false);
    private static final long GATE_SEED = 5;

    private final Compute compute = Compute.on(Compute.Kind.CPU, 1);
    private final Random random = new Random(2);
    private final float[] s = gaussians(ROWS * N_S);
    private final float[] a = gaussians(ROWS * N_A);
    private final float[] next = gaussians(ROWS * N_S);
    private final Batch batch = new Batch(
            Tensors.of(compute, s, ROWS, N_S),
            Tensors.of(compute, a, ROWS, N_A),
            Tensors.of(compute, gaussians(ROWS), ROWS, 1),
            Tensors.of(compute, next, ROWS, N_S),
            Tensors.of(compute, new float[ROWS], ROWS, 1));

    private float[] gaussians(int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** Every number of the extractors is random, theta is in (0.2, 1), and the optimiser has seen nothing. */
    private TestAgents.Parts agent(boolean gates, boolean diagonals) {
        var sac = new SacConfig(List.of(3), true, 1e-3, 0.9, 0.1, ROWS, 1, 1, 1, false, null, false);
        TestAgents.Parts parts = TestAgents.parts(
                N_S,
                N_A,
                sac,
                diagonals ? WITH_DIAGONALS : PLAIN,
                gates ? TestAgents.gates(0.1, 0) : TestAgents.withoutGates(),
                4);
        SequencedMap<String, ArrayData> state = parts.agent().state();
        state.replaceAll((name, data) -> {
            boolean theta = name.equals("gates.ofe.theta");
            if (!name.startsWith("ofe.") && !theta) {
                return data;
            }
            float[] values = gaussians((int) data.bytes().byteSize() / Float.BYTES);
            for (int i = 0; i < values.length; i++) {
                if (theta || name.endsWith("running_var")) {
                    values[i] = 0.2f + 0.8f * random.nextFloat();
                }
            }
            return new ArrayData(ArrayData.Type.F32, data.shape(), MemorySegment.ofArray(values));
        });
        parts.agent().restore(state);
        return parts;
    }

    private static double[] theta(Agent agent) {
        float[] theta = agent.theta().getOrDefault("ofe", new float[0]);
        return theta.length == 0 ? new double[0] : OfeOracle.rows(theta, theta.length)[0];
    }

    private static double[] draw(double[] theta) {
        var generator = new SplittableRandom(GATE_SEED);
        double[] xi = new double[theta.length];
        for (int i = 0; i < xi.length; i++) {
            xi[i] = generator.nextFloat() < theta[i] ? 1 : 0;
        }
        return xi;
    }

    private static double[] stored(Map<String, ArrayData> state, String name) {
        return OfeOracle.doubles(Objects.requireNonNull(state.get(name), () -> name + " of " + state.keySet()));
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void readFeaturesAreScaledByThetaAndNormalisedByRunningStatistics(boolean gates, boolean diagonals) {
        TestAgents.Parts parts = agent(gates, diagonals);
        OfeOracle oracle = new OfeOracle(parts.agent().state(), PLAIN.batchNormEpsilon()).reading(theta(parts.agent()));
        double[][] stateFeatures = oracle.stateFeatures(OfeOracle.rows(s, N_S));
        double[][] pairFeatures = oracle.pairFeatures(stateFeatures, OfeOracle.rows(a, N_A));
        try (Scope _ = Scope.withoutGradients()) {
            Features.State state = parts.features().of(batch.observation());

            assertRows(state.features(), stateFeatures);
            assertRows(state.with(batch.action()).whole(), pairFeatures);
        }
    }

    private static void assertRows(Tensor actual, double[][] expected) {
        double[][] rows = OfeOracle.rows(Tensors.toFloats(actual), expected[0].length);
        assertThat(rows.length).isEqualTo(expected.length);
        for (int row = 0; row < expected.length; row++) {
            assertThat(rows[row]).containsExactly(expected[row], within(1e-4));
        }
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void lossGradientsStatisticsAndUsefulnessOfAnUpdate(boolean gates, boolean diagonals) {
        Agent agent = agent(gates, diagonals).agent();
        double[] theta = theta(agent);
        Map<String, ArrayData> before = agent.state();
        OfeOracle oracle = new OfeOracle(before, PLAIN.batchNormEpsilon()).learning(draw(theta));
        double[][] observations = OfeOracle.rows(s, N_S);
        double[][] actions = OfeOracle.rows(a, N_A);
        double[][] aims = OfeOracle.rows(next, N_S);
        DoubleSupplier loss = () -> oracle.loss(observations, actions, aims);
        double expectedLoss = loss.getAsDouble();
        Map<String, double[][]> statistics = new LinkedHashMap<>(oracle.batchStatistics);

        SequencedMap<String, Double> metrics = agent.pretrain(_ -> batch, new SplittableRandom(GATE_SEED));

        assertThat(metrics).containsOnlyKeys("train/ofe_loss");
        assertThat(metrics.get("train/ofe_loss")).isCloseTo(expectedLoss, within(1e-4 * expectedLoss));
        Map<String, ArrayData> after = agent.state();
        assertGradients(oracle, after, loss);
        assertStatistics(before, after, statistics);
        if (gates) {
            assertUsefulness(oracle, after, loss, expectedLoss);
        }
    }

    /** After Adam's first step its first moment is a tenth of the gradient. */
    private static void assertGradients(OfeOracle oracle, Map<String, ArrayData> after, DoubleSupplier loss) {
        double largest = 0;
        for (var entry : oracle.arrays.entrySet()) {
            if (entry.getKey().contains("running")) {
                assertThat(after).doesNotContainKey("adam.ofe." + entry.getKey() + ".exp_avg");
                continue;
            }
            double[] moments = stored(after, "adam.ofe." + entry.getKey() + ".exp_avg");
            assertThat(moments).hasSameSizeAs(entry.getValue());
            for (int i = 0; i < moments.length; i++) {
                double expected = FiniteDifferences.derivative(entry.getValue(), i, loss);
                largest = Math.max(largest, Math.abs(expected));
                assertThat(10 * moments[i])
                        .as("%s [%d]", entry.getKey(), i)
                        .isCloseTo(expected, within(1e-4 + 1e-3 * Math.abs(expected)));
            }
        }
        assertThat(largest).as("the test sees gradients at all").isGreaterThan(0.1);
    }

    /** Running statistics take over a share; the running variance is the unbiased one, as in PyTorch. */
    private static void assertStatistics(
            Map<String, ArrayData> before, Map<String, ArrayData> after, Map<String, double[][]> statistics) {
        assertThat(statistics).hasSize(2 * LAYERS);
        double share = PLAIN.batchNormMomentum();
        statistics.forEach((layer, batch) -> {
            double[] mean = stored(before, "ofe." + layer + ".running_mean");
            double[] variance = stored(before, "ofe." + layer + ".running_var");
            for (int unit = 0; unit < UNITS; unit++) {
                mean[unit] = (1 - share) * mean[unit] + share * batch[0][unit];
                variance[unit] = (1 - share) * variance[unit] + share * batch[1][unit] * ROWS / (ROWS - 1);
            }
            assertThat(stored(after, "ofe." + layer + ".running_mean")).containsExactly(mean, within(1e-4));
            assertThat(stored(after, "ofe." + layer + ".running_var")).containsExactly(variance, within(1e-4));
        });
    }

    /** The first observation enters its running mean with 1 - 0.999; it is a share of the loss. */
    private static void assertUsefulness(
            OfeOracle oracle, Map<String, ArrayData> after, DoubleSupplier loss, double size) {
        double[] means = stored(after, "gates.ofe.usefulness");
        assertThat(means).hasSize(2 * LAYERS * UNITS);
        assertThat(oracle.factors()).as("gates of both kinds are drawn").contains(0, 1);
        for (int i = 0; i < means.length; i++) {
            double expected = FiniteDifferences.derivative(oracle.factors(), i, loss) / size;
            assertThat(means[i] / 0.001).as("gate %d", i).isCloseTo(expected, within(1e-4 + 1e-3 * Math.abs(expected)));
        }
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void extractorsAndAgentLearnApart(boolean gates, boolean diagonals) {
        TestAgents.Parts parts = agent(gates, diagonals);
        Map<String, ArrayData> start = parts.agent().state();

        parts.agent().pretrain(_ -> batch, new SplittableRandom(1));
        Map<String, ArrayData> pretrained = parts.agent().state();
        try (Scope _ = Scope.open()) {
            parts.updateAlgorithm(batch, new SplittableRandom(2));
        }
        Map<String, ArrayData> learnt = parts.agent().state();

        for (String name : start.keySet()) {
            boolean ofExtractors = name.matches("(adam\\.|gates\\.)?ofe\\..*");
            double[] unmoved = stored(ofExtractors ? pretrained : start, name);
            assertThat(stored(ofExtractors ? learnt : pretrained, name))
                    .as(name)
                    .containsExactly(unmoved);
        }
        assertThat(stored(pretrained, "ofe.phi_o.0.weight")).isNotEqualTo(stored(start, "ofe.phi_o.0.weight"));
        assertThat(stored(learnt, "policy.0.weight")).isNotEqualTo(stored(pretrained, "policy.0.weight"));
        assertThat(stored(learnt, "q1.0.weight")).isNotEqualTo(stored(pretrained, "q1.0.weight"));
    }
}
