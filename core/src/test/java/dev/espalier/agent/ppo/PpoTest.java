package dev.espalier.agent.ppo;

import static dev.espalier.agent.OracleNet.doubles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.agent.Agent;
import dev.espalier.agent.Batch;
import dev.espalier.agent.FiniteDifferences;
import dev.espalier.agent.OracleNet;
import dev.espalier.agent.Rollout;
import dev.espalier.agent.TestAgents;
import dev.espalier.agent.TestRows;
import dev.espalier.nn.DivergenceException;
import dev.espalier.store.ArrayData;
import dev.espalier.tensor.Scope;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** PPO against its losses and judgements written a second time: row by row, in double precision, without a tensor library. */
class PpoTest {

    private static final int N_S = 3;
    private static final int N_A = 2;
    private static final int ROWS = 8;
    private static final double CLIP = 0.2;
    private static final double ENTROPY = 0.01;
    private static final double DISCOUNT = 0.9;
    private static final double LAMBDA = 0.8;
    private static final double UNBOUNDED = 1e9;

    private final Random random = new Random(2);
    private final double[][] s = TestRows.gaussians(random, ROWS, N_S);
    private final double[][] a = TestRows.gaussians(random, ROWS, N_A);
    private final double[][] reward = TestRows.gaussians(random, ROWS, 1);
    private final double[][] next = TestRows.gaussians(random, ROWS, N_S);
    private final double[][] continues = {{1}, {1}, {0}, {1}, {1}, {1}, {1}, {1}};
    private final double[][] notes = TestRows.gaussians(random, ROWS, 3);

    PpoTest() {
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < N_A; i++) {
                a[row][i] = (float) Math.tanh(a[row][i]);
            }
            // About as likely as under a policy near its start, so that some ratios are clipped and others not.
            notes[row][0] = (float) (logProbability(row, new double[N_A], new double[N_A]) + 0.2 * notes[row][0]);
        }
    }

    private static PpoConfig config(double maxGradientNorm, boolean normalised) {
        return new PpoConfig(
                List.of(5, 4),
                1e-3,
                DISCOUNT,
                LAMBDA,
                ROWS,
                3,
                4,
                CLIP,
                ENTROPY,
                maxGradientNorm,
                normalised,
                normalised);
    }

    private static TestAgents.Parts parts(PpoConfig config, long seed) {
        TestAgents.Parts parts =
                TestAgents.parts(N_S, N_A, config, TestAgents.withoutExtractors(), TestAgents.withoutGates(), seed);
        // A policy of some size: that of the start hardly says anything.
        SequencedMap<String, ArrayData> state = parts.agent().state();
        scale(state, "policy.2.weight", 100);
        state.put("policy.log_sigma", data(-0.3f, 0.2f));
        parts.agent().restore(state);
        return parts;
    }

    private static ArrayData data(float... values) {
        return new ArrayData(ArrayData.Type.F32, new long[] {values.length}, MemorySegment.ofArray(values));
    }

    private static void scale(SequencedMap<String, ArrayData> state, String name, float factor) {
        double[] values = doubles(state, name);
        float[] scaled = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = (float) values[i] * factor;
        }
        state.computeIfPresent(
                name, (_, data) -> new ArrayData(data.type(), data.shape(), MemorySegment.ofArray(scaled)));
    }

    private Batch batch() {
        return new Batch(
                TestRows.tensor(s),
                TestRows.tensor(a),
                TestRows.tensor(reward),
                TestRows.tensor(next),
                TestRows.tensor(continues),
                TestRows.tensor(notes));
    }

    private SequencedMap<String, Double> update(Agent agent) {
        return agent.update(_ -> batch(), new SplittableRandom(1)).metrics();
    }

    private static double mean(IntToDoubleFunction loss) {
        return IntStream.range(0, ROWS).mapToDouble(loss).average().orElseThrow();
    }

    private double logProbability(int row, double[] mu, double[] logSigma) {
        double sum = 0;
        for (int i = 0; i < N_A; i++) {
            double u = 0.5 * Math.log((1 + a[row][i]) / (1 - a[row][i]));
            double sigma = Math.exp(logSigma[i]);
            sum -= 0.5 * Math.pow((u - mu[i]) / sigma, 2) + Math.log(sigma * Math.sqrt(2 * Math.PI));
        }
        return sum;
    }

    private double ratio(int row, OracleNet policy, double[] logSigma) {
        return Math.exp(logProbability(row, policy.apply(s[row]), logSigma) - notes[row][0]);
    }

    private double policyLoss(OracleNet policy, double[] logSigma) {
        double mean = mean(row -> notes[row][1]);
        double deviation = Math.sqrt(mean(row -> Math.pow(notes[row][1] - mean, 2)) * ROWS / (ROWS - 1));
        double entropy = Arrays.stream(logSigma)
                .map(log -> log + 0.5 * Math.log(2 * Math.PI * Math.E))
                .sum();
        return mean(row -> {
                    double advantage = (notes[row][1] - mean) / deviation;
                    double rho = ratio(row, policy, logSigma);
                    return -Math.min(rho * advantage, Math.clamp(rho, 1 - CLIP, 1 + CLIP) * advantage);
                })
                - ENTROPY * entropy;
    }

    @Test
    void everyGradientAgreesWithFiniteDifferencesOfTheOracle() {
        Agent ppo = parts(config(UNBOUNDED, false), 3).agent();
        Map<String, ArrayData> before = ppo.state();
        var policy = new OracleNet(before, "policy");
        var value = new OracleNet(before, "value");
        double[] logSigma = doubles(before, "policy.log_sigma");
        double clipped = mean(row -> Math.abs(ratio(row, policy, logSigma) - 1) > CLIP ? 1 : 0);
        assertThat(clipped).as("both sides of the clipping are seen").isBetween(0.2, 0.8);

        var metrics = update(ppo);

        Map<String, ArrayData> after = ppo.state();
        DoubleSupplier valueLoss = () -> mean(row -> Math.pow(value.apply(s[row])[0] - notes[row][2], 2));
        DoubleSupplier policyLoss = () -> policyLoss(policy, logSigma);
        assertThat(metrics.get("train/value_loss")).isCloseTo(valueLoss.getAsDouble(), within(1e-5));
        assertThat(metrics.get("train/actor_loss")).isCloseTo(policyLoss.getAsDouble(), within(1e-5));
        assertThat(metrics.get("train/clip_fraction")).isCloseTo(clipped, within(1e-9));
        assertThat(metrics.get("train/approx_kl"))
                .isCloseTo(
                        mean(row -> ratio(row, policy, logSigma) - 1 - Math.log(ratio(row, policy, logSigma))),
                        within(1e-5));
        assertThat(metrics.get("train/std")).isCloseTo((Math.exp(-0.3) + Math.exp(0.2)) / 2, within(1e-6));
        FiniteDifferences.assertGradients(after, "value", value, valueLoss);
        FiniteDifferences.assertGradients(after, "policy", policy, policyLoss);
        double[] moments = doubles(after, "adam.policy.log_sigma.exp_avg");
        for (int i = 0; i < N_A; i++) {
            double expected = FiniteDifferences.derivative(logSigma, i, policyLoss);
            assertThat(10 * moments[i]).isCloseTo(expected, within(1e-5 + 1e-4 * Math.abs(expected)));
        }
        assertThat(metrics.sequencedKeySet()).containsExactlyInAnyOrderElementsOf(ppo.metricNames());
    }

    /** All numbers of a network together have the length that is allowed, and their direction stays. */
    @Test
    void longGradientsAreShortened() {
        double most = 1e-3;
        Agent free = parts(config(UNBOUNDED, false), 3).agent();
        Agent bound = parts(config(most, false), 3).agent();
        update(free);
        update(bound);
        for (String network : List.of("policy", "value")) {
            double squares = 0;
            double freeSquares = 0;
            for (String name : free.state().keySet()) {
                if (name.startsWith("adam." + network) && name.endsWith("exp_avg")) {
                    squares += lengthSquared(doubles(bound.state(), name));
                    freeSquares += lengthSquared(doubles(free.state(), name));
                }
            }
            assertThat(10 * Math.sqrt(squares)).isCloseTo(most, within(1e-5 * most + 1e-8));
            double factor = most / (10 * Math.sqrt(freeSquares));
            assertThat(factor).isLessThan(1);
            String weight = "adam." + network + ".1.weight.exp_avg";
            double[] expected = Arrays.stream(doubles(free.state(), weight))
                    .map(value -> factor * value)
                    .toArray();
            assertThat(doubles(bound.state(), weight)).containsExactly(expected, within(1e-8));
        }
    }

    private static double lengthSquared(double[] values) {
        return Arrays.stream(values).map(value -> value * value).sum();
    }

    @Test
    void aRolloutIsJudgedByTheNetworksThatActed() {
        TestAgents.Parts parts = parts(config(UNBOUNDED, false), 3);
        var policy = new OracleNet(parts.agent().state(), "policy");
        var value = new OracleNet(parts.agent().state(), "value");
        var path = new Rollout.Path(
                new int[ROWS], 1, new boolean[] {false, false, true, false, false, true, false, false});

        float[] judged;
        try (Scope _ = Scope.open()) {
            judged = ((Rollout.Judge) parts.algorithm()).judge(batch(), path);
        }

        double advantage = 0;
        for (int row = ROWS - 1; row >= 0; row--) {
            double worth = value.apply(s[row])[0];
            double delta = reward[row][0] + DISCOUNT * continues[row][0] * value.apply(next[row])[0] - worth;
            advantage = delta + (path.ends()[row] ? 0 : DISCOUNT * LAMBDA * advantage);
            assertThat((double) judged[3 * row])
                    .isCloseTo(logProbability(row, policy.apply(s[row]), new double[] {-0.3, 0.2}), within(1e-4));
            assertThat((double) judged[3 * row + 1]).isCloseTo(advantage, within(1e-5));
            assertThat((double) judged[3 * row + 2]).isCloseTo(advantage + worth, within(1e-5));
        }
    }

    /** Rewards are divided by the deviation of what they sum up to; observations by theirs, but only by what was seen before. */
    @Test
    void rewardsAndObservationsAreNormalised() {
        TestAgents.Parts parts = parts(config(UNBOUNDED, true), 3);
        var value = new OracleNet(parts.agent().state(), "value");
        var path = new Rollout.Path(new int[ROWS], 1, new boolean[ROWS]);
        var judge = (Rollout.Judge) parts.algorithm();
        double[] sums = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            sums[row] = reward[row][0] + (row == 0 ? 0 : DISCOUNT * sums[row - 1]);
        }
        double meanSum = mean(row -> sums[row]);
        double scale = Math.sqrt(mean(row -> Math.pow(sums[row] - meanSum, 2)));

        float[] judged;
        try (Scope _ = Scope.open()) {
            judged = judge.judge(batch(), path);
            judge.done(batch());
        }

        int last = ROWS - 1;
        double expected = reward[last][0] / scale + DISCOUNT * value.apply(next[last])[0] - value.apply(s[last])[0];
        assertThat((double) judged[3 * last + 1]).isCloseTo(expected, within(1e-4));

        double[] raw = {0.3, -2, 1};
        double[] normalised = new double[N_S];
        for (int i = 0; i < N_S; i++) {
            int entry = i;
            double mean = mean(row -> s[row][entry]);
            normalised[i] = (raw[i] - mean) / Math.sqrt(mean(row -> Math.pow(s[row][entry] - mean, 2)));
        }
        double[] mu = new OracleNet(parts.agent().state(), "policy").apply(normalised);
        float[] action = parts.agent().act(raw, null);
        float[] shipped = new float[N_A];
        parts.agent().deterministic().forward(raw, shipped);
        for (int i = 0; i < N_A; i++) {
            assertThat((double) action[i]).isCloseTo(Math.tanh(mu[i]), within(1e-5));
            assertThat((double) shipped[i]).isCloseTo(mu[i], within(1e-5));
        }
    }

    @Test
    void explorationDrawsFromTheSquashedGaussian() {
        Agent ppo = parts(config(UNBOUNDED, false), 3).agent();
        double[] observation = {0.3, -0.5, 1};
        double[] mu = new OracleNet(ppo.state(), "policy").apply(observation);
        double[] sigma = {Math.exp(-0.3), Math.exp(0.2)};
        var draws = new SplittableRandom(5);
        int n = 20_000;
        double[] sum = new double[N_A];
        double[] squares = new double[N_A];
        for (int i = 0; i < n; i++) {
            float[] action = ppo.act(observation, draws);
            for (int k = 0; k < N_A; k++) {
                double standard = (0.5 * Math.log((1 + action[k]) / (1 - action[k])) - mu[k]) / sigma[k];
                sum[k] += standard;
                squares[k] += standard * standard;
            }
        }
        for (int k = 0; k < N_A; k++) {
            // Five standard errors.
            assertThat(sum[k] / n).isCloseTo(0, within(5 / Math.sqrt(n)));
            assertThat(squares[k] / n).isCloseTo(1, within(5 * Math.sqrt(2.0 / n)));
            assertThat((double) ppo.act(observation, null)[k]).isCloseTo(Math.tanh(mu[k]), within(1e-6));
        }
    }

    @Test
    void restoredAgentContinuesBitExactly() {
        TestAgents.Parts first = parts(config(0.5, true), 3);
        TestAgents.Parts second = parts(config(0.5, true), 999);
        var path = new Rollout.Path(new int[ROWS], 1, new boolean[ROWS]);
        learn(first, path);
        second.agent().restore(first.agent().state());

        learn(first, path);
        learn(second, path);

        Map<String, ArrayData> expected = first.agent().state();
        assertThat(expected).containsKeys("observations.mean", "observations.count", "returns.variance");
        for (String name : expected.keySet()) {
            assertThat(doubles(second.agent().state(), name)).as(name).containsExactly(doubles(expected, name));
        }
        double[] observation = {1, 2, 3};
        assertThat(second.agent().act(observation, new SplittableRandom(1)))
                .containsExactly(first.agent().act(observation, new SplittableRandom(1)));
    }

    private void learn(TestAgents.Parts parts, Rollout.Path path) {
        var judge = (Rollout.Judge) parts.algorithm();
        try (Scope _ = Scope.open()) {
            judge.judge(batch(), path);
            update(parts.agent());
            judge.done(batch());
        }
    }

    @Test
    void nonFiniteLossNamesItsNetworkAndChangesNothing() {
        for (String network : List.of("policy", "value")) {
            Agent ppo = parts(config(0.5, false), 3).agent();
            SequencedMap<String, ArrayData> poisoned = ppo.state();
            poisoned.put(
                    network + ".2.bias",
                    data(network.equals("policy") ? new float[] {0, Float.NaN} : new float[] {Float.NaN}));
            ppo.restore(poisoned);
            Map<String, ArrayData> before = ppo.state();

            assertThatThrownBy(() -> update(ppo))
                    .isInstanceOf(DivergenceException.class)
                    .hasMessage("the loss of network " + network + " is NaN");
            Map<String, ArrayData> after = ppo.state();
            before.keySet()
                    .forEach(name -> assertThat(doubles(after, name)).as(name).containsExactly(doubles(before, name)));
        }
    }
}
