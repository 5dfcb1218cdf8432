package dev.espalier.agent.sac;

import static dev.espalier.agent.OracleGates.draw;
import static dev.espalier.agent.OracleGates.theta;
import static dev.espalier.agent.TestRows.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.agent.Agent;
import dev.espalier.agent.FiniteDifferences;
import dev.espalier.agent.OracleNet;
import dev.espalier.agent.TestAgents;
import dev.espalier.agent.TestRows;
import dev.espalier.agent.ofe.OfeOracle;
import dev.espalier.data.Batch;
import dev.espalier.store.ArrayData;
import dev.espalier.tensor.Scope;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One update of soft actor-critic under gates, and on learnt features, against the plain Java oracle: each network is
 * updated under its own draw while all that it reads stands in evaluation mode.
 */
class GatedSacTest {

    private static final int N_S = 3;
    private static final int N_A = 2;
    private static final int ROWS = 6;
    private static final double DISCOUNT = 0.9;
    private static final double REWARD_SCALE = 2;
    private static final double ALPHA = 0.7;
    private static final long SEED = 23;

    private final Random random = new Random(6);
    private final double[][] s = TestRows.gaussians(random, ROWS, N_S);
    private final double[][] a = TestRows.gaussians(random, ROWS, N_A);
    private final double[][] reward = TestRows.gaussians(random, ROWS, 1);
    private final double[][] next = TestRows.gaussians(random, ROWS, N_S);
    private final double[][] continues = {{1}, {0}, {1}, {1}, {0}, {1}};
    private final Batch batch = new Batch(tensor(s), tensor(a), tensor(reward), tensor(next), tensor(continues));

    private TestAgents.Parts agent(boolean extractors, boolean learnTemperature) {
        TestAgents.Parts parts = TestAgents.parts(
                N_S,
                N_A,
                new SacConfig(
                        List.of(5, 4),
                        true,
                        1e-3,
                        DISCOUNT,
                        0.25,
                        ROWS,
                        1,
                        REWARD_SCALE,
                        ALPHA,
                        learnTemperature,
                        null,
                        false),
                extractors ? TestAgents.extractors(3, 2, true) : TestAgents.withoutExtractors(),
                TestAgents.gates(0.1, 0),
                4);
        SequencedMap<String, ArrayData> state = parts.agent().state();
        state.replaceAll((name, data) -> {
            if (!name.endsWith(".theta") && !name.contains("running_") && !name.contains("diagonal")) {
                return data;
            }
            float[] values = new float[(int) data.bytes().byteSize() / Float.BYTES];
            for (int i = 0; i < values.length; i++) {
                values[i] = 0.2f + 0.8f * random.nextFloat();
            }
            return new ArrayData(ArrayData.Type.F32, data.shape(), MemorySegment.ofArray(values));
        });
        parts.agent().restore(state);
        return parts;
    }

    /** A network as drawn and as read by others; both share their weights. */
    private record Both(OracleNet drawn, OracleNet read) {}

    private static Both both(Agent agent, Map<String, ArrayData> state, String name, RandomGenerator generator) {
        double[] theta = theta(agent, name);
        OracleNet net = new OracleNet(state, name);
        return new Both(net.times(draw(theta, generator)), net.times(theta));
    }

    /** What the networks read: learnt features in evaluation mode, or the numbers as they are. */
    private record Read(double[][] state, double[][] nextState, double[][] pairs, PairFeatures pairFeatures) {}

    @FunctionalInterface
    private interface PairFeatures {
        double[] of(int row, double[] action);
    }

    private Read read(Agent agent, Map<String, ArrayData> state, boolean extractors) {
        if (!extractors) {
            PairFeatures pair = (row, action) -> OracleNet.concat(s[row], action);
            return new Read(s, next, pairs(pair), pair);
        }
        OfeOracle oracle = new OfeOracle(state, 1e-3).reading(theta(agent, "ofe"));
        double[][] z = oracle.stateFeatures(s);
        PairFeatures pair = (row, action) -> oracle.pairFeatures(new double[][] {z[row]}, new double[][] {action})[0];
        return new Read(z, oracle.stateFeatures(next), pairs(pair), pair);
    }

    private double[][] pairs(PairFeatures pair) {
        return IntStream.range(0, ROWS).mapToObj(row -> pair.of(row, a[row])).toArray(double[][]::new);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void lossesGradientsAndUsefulness(boolean extractors) {
        TestAgents.Parts parts = agent(extractors, false);
        Agent agent = parts.agent();
        Map<String, ArrayData> before = agent.state();
        var generator = new SplittableRandom(SEED);
        double[][] noise = SacOracle.noise(generator, ROWS, N_A);
        Both policy = both(agent, before, "policy", generator);
        Both value = both(agent, before, "value", generator);
        Both q1 = both(agent, before, "q1", generator);
        Both q2 = both(agent, before, "q2", generator);
        OracleNet target = new OracleNet(before, "value_target").times(theta(agent, "value"));
        Read read = read(agent, before, extractors);

        SequencedMap<String, Double> metrics = update(parts);

        DoubleSupplier policyLoss = () -> mean(row -> {
            double[] drawn = act(policy.drawn, read.state[row], noise[row]);
            return ALPHA * drawn[N_A] - minQ(q1.read, q2.read, read, row, drawn);
        });
        DoubleSupplier valueLoss = () -> mean(row -> {
            double[] expected = act(policy.read, read.state[row], noise[row]);
            double aim = minQ(q1.read, q2.read, read, row, expected) - ALPHA * expected[N_A];
            return Math.pow(value.drawn.apply(read.state[row])[0] - aim, 2) / 2;
        });
        DoubleSupplier q1Loss = () -> qLoss(q1.drawn, target, read);
        DoubleSupplier q2Loss = () -> qLoss(q2.drawn, target, read);
        assertThat(metrics.get("train/actor_loss")).isCloseTo(policyLoss.getAsDouble(), within(1e-4));
        assertThat(metrics.get("train/value_loss")).isCloseTo(valueLoss.getAsDouble(), within(1e-4));
        assertThat(metrics.get("train/critic_loss"))
                .isCloseTo((q1Loss.getAsDouble() + q2Loss.getAsDouble()) / 2, within(1e-4));

        Map<String, ArrayData> after = agent.state();
        assertDerivatives(after, "policy", policy, policyLoss, actionMatters(policy, q1, q2, read, noise));
        assertDerivatives(after, "value", value, valueLoss, valueLoss.getAsDouble());
        assertDerivatives(after, "q1", q1, q1Loss, q1Loss.getAsDouble());
        assertDerivatives(after, "q2", q2, q2Loss, q2Loss.getAsDouble());
    }

    /** The temperature's loss reads the policy without updating it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLearntTemperatureReadsThePolicyInEvaluationMode(boolean extractors) {
        TestAgents.Parts parts = agent(extractors, true);
        Agent agent = parts.agent();
        Map<String, ArrayData> before = agent.state();
        var generator = new SplittableRandom(SEED);
        double[][] noise = SacOracle.noise(generator, ROWS, N_A);
        Both policy = both(agent, before, "policy", generator);
        Read read = read(agent, before, extractors);

        update(parts);

        double logPi = mean(row -> act(policy.read, read.state[row], noise[row])[N_A]);
        double logPiAsDrawn = mean(row -> act(policy.drawn, read.state[row], noise[row])[N_A]);
        assertThat(Math.abs(logPi - logPiAsDrawn))
                .as("the test can tell them apart")
                .isGreaterThan(0.01);
        // d/d log alpha of -log alpha (log pi + H) with H = -n_a, by Adam's first moment, a tenth of it
        assertThat(10 * stored(agent.state(), "adam.log_alpha.exp_avg")[0]).isCloseTo(-(logPi - N_A), within(1e-4));
    }

    private SequencedMap<String, Double> update(TestAgents.Parts parts) {
        try (Scope _ = Scope.open()) {
            return parts.updateAlgorithm(batch, new SplittableRandom(SEED));
        }
    }

    private static double mean(IntToDoubleFunction loss) {
        return IntStream.range(0, ROWS).mapToDouble(loss).average().orElseThrow();
    }

    private static double[] act(OracleNet policy, double[] features, double[] noise) {
        return SacOracle.drawActionAndLogPi(
                policy, new SacOracle.Row(features, new double[0], 0, new double[0], false, noise));
    }

    private static double minQ(OracleNet q1, OracleNet q2, Read read, int row, double[] drawn) {
        double[] pair = read.pairFeatures.of(row, Arrays.copyOf(drawn, N_A));
        return Math.min(q1.apply(pair)[0], q2.apply(pair)[0]);
    }

    private double qLoss(OracleNet q, OracleNet target, Read read) {
        return mean(row -> {
            double aim =
                    REWARD_SCALE * reward[row][0] + continues[row][0] * DISCOUNT * target.apply(read.nextState[row])[0];
            return Math.pow(q.apply(read.pairs[row])[0] - aim, 2) / 2;
        });
    }

    /** The sum of |dloss / du|, of the numbers before tanh, by which the policy's usefulness is measured. */
    private static double actionMatters(Both policy, Both q1, Both q2, Read read, double[][] noise) {
        double sum = 0;
        for (int row = 0; row < ROWS; row++) {
            int fixed = row;
            double[] action = act(policy.drawn, read.state[row], noise[row]);
            double[] u = new double[N_A];
            Arrays.setAll(u, i -> 0.5 * Math.log((1 + action[i]) / (1 - action[i])));
            DoubleSupplier loss = () -> {
                double[] squashed = Arrays.stream(u).map(Math::tanh).toArray();
                double logDensity =
                        -Arrays.stream(squashed).map(a -> Math.log(1 - a * a)).sum();
                return ALPHA * logDensity - minQ(q1.read, q2.read, read, fixed, squashed);
            };
            for (int i = 0; i < N_A; i++) {
                sum += Math.abs(FiniteDifferences.derivative(u, i, loss)) / ROWS;
            }
        }
        return sum;
    }

    /** Gradients by Adam's first moment, a tenth of the gradient; usefulness by its running mean, a thousandth. */
    private static void assertDerivatives(
            Map<String, ArrayData> after, String name, Both net, DoubleSupplier loss, double size) {
        double largest = 0;
        for (int layer = 0; layer < net.drawn.weights.length; layer++) {
            double[] moments = stored(after, "adam." + name + "." + layer + ".weight.exp_avg");
            double[] biasMoments = stored(after, "adam." + name + "." + layer + ".bias.exp_avg");
            for (int unit = 0; unit < biasMoments.length; unit++) {
                double[] weights = net.drawn.weights[layer][unit];
                for (int i = 0; i < weights.length; i++) {
                    double expected = FiniteDifferences.derivative(weights, i, loss);
                    largest = Math.max(largest, Math.abs(expected));
                    assertClose(10 * moments[unit * weights.length + i], expected, name + " weight of layer " + layer);
                }
                double expected = FiniteDifferences.derivative(net.drawn.biases[layer], unit, loss);
                assertClose(10 * biasMoments[unit], expected, name + " bias of layer " + layer);
            }
        }
        assertThat(largest).as("the test sees gradients of %s at all", name).isGreaterThan(0.01);

        double[] usefulness = stored(after, "gates." + name + ".usefulness");
        assertThat(stored(after, "gates." + name + ".scale")[0] / 0.01).isCloseTo(size, within(1e-3 * size));
        assertThat(usefulness).hasSameSizeAs(net.drawn.factors());
        for (int i = 0; i < usefulness.length; i++) {
            assertClose(
                    usefulness[i] / 0.001,
                    FiniteDifferences.derivative(net.drawn.factors(), i, loss) / size,
                    name + " gate " + i);
        }
    }

    private static void assertClose(double actual, double expected, String what) {
        assertThat(actual).as(what).isCloseTo(expected, within(1e-4 + 1e-3 * Math.abs(expected)));
    }

    private static double[] stored(Map<String, ArrayData> state, String name) {
        return OfeOracle.doubles(Objects.requireNonNull(state.get(name), () -> name + " of " + state.keySet()));
    }
}
