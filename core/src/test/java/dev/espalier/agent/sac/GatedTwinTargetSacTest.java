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
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.function.DoubleSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One update of SAC without a value network under gates, and on learnt features, against the plain Java oracle: each
 * network is updated under its own draw while all that it reads, targets too, stands in evaluation mode.
 */
class GatedTwinTargetSacTest {

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

    private TestAgents.Parts agent(boolean extractors) {
        TestAgents.Parts parts = TestAgents.parts(
                N_S,
                N_A,
                new SacConfig(
                        List.of(9, 8), false, 1e-3, DISCOUNT, 0.25, ROWS, 1, REWARD_SCALE, ALPHA, true, null, false),
                extractors ? TestAgents.extractors(3, 2, true) : TestAgents.withoutExtractors(),
                TestAgents.gates(0.1, 0),
                4);
        SequencedMap<String, ArrayData> state = parts.agent().state();
        state.replaceAll((name, data) -> {
            float[] values = data.bytes().toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
            for (int i = 0; i < values.length; i++) {
                if (name.endsWith(".theta") || name.contains("running_") || name.contains("diagonal")) {
                    values[i] = 0.2f + 0.8f * random.nextFloat();
                } else if (name.contains("_target.")) {
                    values[i] += 0.3f * (float) random.nextGaussian();
                }
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

    /** What networks read of a state, and of an action in it. */
    private record Read(UnaryOperator<double[]> states, BinaryOperator<double[]> pairs) {

        double[] state(double[] observation) {
            return states.apply(observation);
        }

        double[] pair(double[] observation, double... action) {
            return pairs.apply(observation, action);
        }
    }

    private static Read read(Agent agent, Map<String, ArrayData> state, boolean extractors) {
        if (!extractors) {
            return new Read(UnaryOperator.identity(), OracleNet::concat);
        }
        OfeOracle oracle = new OfeOracle(state, 1e-3).reading(theta(agent, "ofe"));
        UnaryOperator<double[]> states = observation -> oracle.stateFeatures(new double[][] {observation})[0];
        return new Read(
                states,
                (observation, action) ->
                        oracle.pairFeatures(new double[][] {states.apply(observation)}, new double[][] {action})[0]);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void lossesAndGradients(boolean extractors) {
        TestAgents.Parts parts = agent(extractors);
        Agent agent = parts.agent();
        Map<String, ArrayData> before = agent.state();
        var generator = new SplittableRandom(SEED);
        double[][] noise = SacOracle.noise(generator, ROWS, N_A);
        double[][] nextNoise = SacOracle.noise(generator, ROWS, N_A);
        Both policy = both(agent, before, "policy", generator);
        Both q1 = both(agent, before, "q1", generator);
        Both q2 = both(agent, before, "q2", generator);
        OracleNet fixedPolicy = new OracleNet(before, "policy").times(theta(agent, "policy"));
        OracleNet q1Target = new OracleNet(before, "q1_target").times(theta(agent, "q1"));
        OracleNet q2Target = new OracleNet(before, "q2_target").times(theta(agent, "q2"));
        Read read = read(agent, before, extractors);

        SequencedMap<String, Double> metrics;
        try (Scope _ = Scope.open()) {
            metrics = parts.updateAlgorithm(batch, new SplittableRandom(SEED));
        }

        IntToDoubleFunction aim = row -> {
            double[] drawn = act(fixedPolicy, read.state(next[row]), nextNoise[row]);
            double value = minQ(q1Target, q2Target, read.pair(next[row], drawn[0], drawn[1])) - ALPHA * drawn[N_A];
            return REWARD_SCALE * reward[row][0] + continues[row][0] * DISCOUNT * value;
        };
        double[] aims = IntStream.range(0, ROWS).mapToDouble(aim).toArray();
        DoubleSupplier q1Loss = () -> qLoss(q1.drawn, read, aims);
        DoubleSupplier q2Loss = () -> qLoss(q2.drawn, read, aims);
        DoubleSupplier policyLoss = () -> mean(row -> {
            double[] drawn = act(policy.drawn, read.state(s[row]), noise[row]);
            return ALPHA * drawn[N_A] - minQ(q1.read, q2.read, read.pair(s[row], drawn[0], drawn[1]));
        });
        assertThat(metrics.get("train/actor_loss")).isCloseTo(policyLoss.getAsDouble(), within(1e-4));
        assertThat(metrics.get("train/critic_loss"))
                .isCloseTo((q1Loss.getAsDouble() + q2Loss.getAsDouble()) / 2, within(1e-4));
        Map<String, ArrayData> after = agent.state();
        FiniteDifferences.assertGradients(after, "q1", q1.drawn, q1Loss);
        FiniteDifferences.assertGradients(after, "q2", q2.drawn, q2Loss);
        FiniteDifferences.assertGradients(after, "policy", policy.drawn, policyLoss);

        // The temperature reads the policy without updating it.
        double logPi = mean(row -> act(fixedPolicy, read.state(s[row]), noise[row])[N_A]);
        double logPiAsDrawn = mean(row -> act(policy.drawn, read.state(s[row]), noise[row])[N_A]);
        assertThat(Math.abs(logPi - logPiAsDrawn))
                .as("the test can tell them apart")
                .isGreaterThan(0.01);
        assertThat(10 * OracleNet.doubles(after, "adam.log_alpha.exp_avg")[0]).isCloseTo(-(logPi - N_A), within(1e-4));
    }

    private static double mean(IntToDoubleFunction loss) {
        return IntStream.range(0, ROWS).mapToDouble(loss).average().orElseThrow();
    }

    private static double[] act(OracleNet policy, double[] features, double[] noise) {
        return SacOracle.drawActionAndLogPi(
                policy, new SacOracle.Row(features, new double[0], 0, new double[0], false, noise));
    }

    private static double minQ(OracleNet q1, OracleNet q2, double[] pair) {
        return Math.min(q1.apply(pair)[0], q2.apply(pair)[0]);
    }

    private double qLoss(OracleNet q, Read read, double[] aims) {
        return mean(row -> Math.pow(q.apply(read.pair(s[row], a[row]))[0] - aims[row], 2) / 2);
    }
}
