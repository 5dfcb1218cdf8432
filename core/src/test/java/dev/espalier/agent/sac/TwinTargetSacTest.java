package dev.espalier.agent.sac;

import static dev.espalier.agent.OracleNet.doubles;
import static dev.espalier.agent.TestRows.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.agent.Agent;
import dev.espalier.agent.FiniteDifferences;
import dev.espalier.agent.OracleNet;
import dev.espalier.agent.TestAgents;
import dev.espalier.agent.TestRows;
import dev.espalier.data.Batch;
import dev.espalier.nn.DivergenceException;
import dev.espalier.store.ArrayData;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An update of SAC without a value network against its losses written a second time, row by row, in doubles. */
class TwinTargetSacTest {

    private static final int N_S = 3;
    private static final int N_A = 2;
    private static final int ROWS = 6;
    private static final double REWARD_SCALE = 2;
    private static final double DISCOUNT = 0.9;
    private static final double TAU = 0.25;
    private static final double ALPHA = 0.7;
    private static final long SEED = 11;

    private final Random random = new Random(1);
    private final double[][] s = TestRows.gaussians(random, ROWS, N_S);
    private final double[][] a = TestRows.gaussians(random, ROWS, N_A);
    private final double[][] reward = TestRows.gaussians(random, ROWS, 1);
    private final double[][] next = TestRows.gaussians(random, ROWS, N_S);
    private final double[][] continues = {{1}, {0}, {1}, {1}, {0}, {1}};
    private final Batch batch = new Batch(tensor(s), tensor(a), tensor(reward), tensor(next), tensor(continues));

    /** Noise of the actions in s, and of those in s'. */
    private final double[][] noise;

    private final double[][] nextNoise;

    TwinTargetSacTest() {
        var generator = new SplittableRandom(SEED);
        noise = SacOracle.noise(generator, ROWS, N_A);
        nextNoise = SacOracle.noise(generator, ROWS, N_A);
    }

    private static Agent sac(boolean learnTemperature, long seed) {
        var config = new SacConfig(
                List.of(5, 4), false, 1e-3, DISCOUNT, TAU, ROWS, 1, REWARD_SCALE, ALPHA, learnTemperature, null, false);
        Agent sac = TestAgents.agent(N_S, N_A, config, TestAgents.withoutExtractors(), TestAgents.withoutGates(), seed);
        SequencedMap<String, ArrayData> state = sac.state();
        // Targets that are not their networks, or a mix-up would not show.
        List.of("q1", "q2").forEach(name -> {
            float[] bias = {name.equals("q1") ? 0.5f : -0.25f};
            state.put(name + "_target.2.bias", floats(bias));
        });
        sac.restore(state);
        return sac;
    }

    private static ArrayData floats(float... values) {
        return new ArrayData(ArrayData.Type.F32, new long[] {values.length}, MemorySegment.ofArray(values));
    }

    private SequencedMap<String, Double> update(Agent sac, long seed) {
        return sac.update(_ -> batch, new SplittableRandom(seed)).metrics();
    }

    private static double mean(IntToDoubleFunction loss) {
        return IntStream.range(0, ROWS).mapToDouble(loss).average().orElseThrow();
    }

    /** The drawn action, then log pi. */
    private static double[] act(OracleNet policy, double[] state, double[] drawn) {
        return SacOracle.drawActionAndLogPi(
                policy, new SacOracle.Row(state, new double[0], 0, new double[0], false, drawn));
    }

    private static double minQ(OracleNet q1, OracleNet q2, double[] state, double[] drawn) {
        double[] pair = OracleNet.concat(state, new double[] {drawn[0], drawn[1]});
        return Math.min(q1.apply(pair)[0], q2.apply(pair)[0]);
    }

    @Test
    void everyGradientAgreesWithFiniteDifferencesOfTheOracle() {
        Agent sac = sac(false, 3);
        Map<String, ArrayData> before = sac.state();
        var policy = new OracleNet(before, "policy");
        // The policy that the target reads gets no gradient.
        var fixed = new OracleNet(before, "policy");
        var q1 = new OracleNet(before, "q1");
        var q2 = new OracleNet(before, "q2");
        var q1Target = new OracleNet(before, "q1_target");
        var q2Target = new OracleNet(before, "q2_target");

        SequencedMap<String, Double> metrics = update(sac, SEED);

        IntToDoubleFunction aim = row -> {
            double[] drawn = act(fixed, next[row], nextNoise[row]);
            double value = minQ(q1Target, q2Target, next[row], drawn) - ALPHA * drawn[N_A];
            return REWARD_SCALE * reward[row][0] + continues[row][0] * DISCOUNT * value;
        };
        DoubleSupplier q1Loss = () ->
                mean(row -> Math.pow(q1.apply(OracleNet.concat(s[row], a[row]))[0] - aim.applyAsDouble(row), 2) / 2);
        DoubleSupplier q2Loss = () ->
                mean(row -> Math.pow(q2.apply(OracleNet.concat(s[row], a[row]))[0] - aim.applyAsDouble(row), 2) / 2);
        var judge1 = new OracleNet(before, "q1");
        var judge2 = new OracleNet(before, "q2");
        DoubleSupplier policyLoss = () -> mean(row -> {
            double[] drawn = act(policy, s[row], noise[row]);
            return ALPHA * drawn[N_A] - minQ(judge1, judge2, s[row], drawn);
        });
        assertThat(metrics.get("train/actor_loss")).isCloseTo(policyLoss.getAsDouble(), within(1e-5));
        assertThat(metrics.get("train/critic_loss"))
                .isCloseTo((q1Loss.getAsDouble() + q2Loss.getAsDouble()) / 2, within(1e-4));
        assertThat(metrics.sequencedKeySet()).containsExactlyElementsOf(sac.metricNames());

        Map<String, ArrayData> after = sac.state();
        FiniteDifferences.assertGradients(after, "policy", policy, policyLoss);
        FiniteDifferences.assertGradients(after, "q1", q1, q1Loss);
        FiniteDifferences.assertGradients(after, "q2", q2, q2Loss);
    }

    @Test
    void bothTargetsTakeOverTheirShareOfTheUpdatedNetworks() {
        Agent sac = sac(false, 3);
        Map<String, ArrayData> before = sac.state();

        update(sac, SEED);

        Map<String, ArrayData> after = sac.state();
        for (String name : List.of("q1", "q2")) {
            for (String tensor : List.of(".1.weight", ".2.bias")) {
                double[] network = doubles(after, name + tensor);
                double[] target = doubles(after, name + "_target" + tensor);
                double[] targetBefore = doubles(before, name + "_target" + tensor);
                for (int i = 0; i < target.length; i++) {
                    assertThat(target[i]).isCloseTo((1 - TAU) * targetBefore[i] + TAU * network[i], within(1e-6));
                }
            }
        }
        assertThat(after.keySet()).noneMatch(name -> name.matches(".*value.*|policy_target.*"));
    }

    /** Alpha of this update is that from before its own step, in both losses. */
    @Test
    void learntTemperatureMovesByItsOwnGradient() {
        Agent sac = sac(true, 3);
        var policy = new OracleNet(sac.state(), "policy");
        double logPi = mean(row -> act(policy, s[row], noise[row])[N_A]);
        Agent withFixed = sac(false, 3);

        SequencedMap<String, Double> metrics = update(sac, SEED);

        // d/d log alpha of -log alpha (log pi + H) with H = -n_a
        assertThat(10 * doubles(sac.state(), "adam.log_alpha.exp_avg")[0]).isCloseTo(-(logPi - N_A), within(1e-4));
        assertThat(metrics.get("train/ent_coef")).isCloseTo(ALPHA, within(1e-6));
        assertThat(metrics.sequencedKeySet()).containsExactlyElementsOf(sac.metricNames());
        SequencedMap<String, Double> fixed = update(withFixed, SEED);
        assertThat(metrics.get("train/critic_loss")).isCloseTo(fixed.get("train/critic_loss"), within(1e-5));
        assertThat(metrics.get("train/actor_loss")).isCloseTo(fixed.get("train/actor_loss"), within(1e-5));
    }

    @Test
    void restoredAgentContinuesBitExactly() {
        Agent first = sac(true, 3);
        update(first, 1);
        Agent second = sac(true, 999);
        second.restore(first.state());

        for (int i = 0; i < 5; i++) {
            update(first, i);
            update(second, i);
        }

        assertSame(second.state(), first.state());
    }

    @Test
    void nonFiniteLossNamesItsNetworkAndChangesNothing() {
        Agent sac = sac(true, 3);
        Map<String, ArrayData> poisoned = sac.state();
        poisoned.put("q1_target.2.bias", floats(Float.NaN));
        sac.restore(poisoned);
        Map<String, ArrayData> before = sac.state();

        assertThatThrownBy(() -> update(sac, SEED))
                .isInstanceOf(DivergenceException.class)
                .hasMessageMatching("the loss of network q[12] is NaN");
        assertSame(sac.state(), before);
    }

    private static void assertSame(Map<String, ArrayData> actual, Map<String, ArrayData> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.keySet()
                .forEach(name -> assertThat(doubles(actual, name)).as(name).containsExactly(doubles(expected, name)));
    }
}
