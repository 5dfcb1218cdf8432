package dev.espalier.agent.td3;

import static dev.espalier.agent.OracleNet.concat;
import static dev.espalier.agent.OracleNet.doubles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.agent.Agent;
import dev.espalier.agent.FiniteDifferences;
import dev.espalier.agent.OracleNet;
import dev.espalier.agent.TestAgents;
import dev.espalier.data.Batch;
import dev.espalier.nn.DivergenceException;
import dev.espalier.store.ArrayData;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Tensors;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * An update of TD3 against its losses written a second time: row by row, in double precision, without a tensor library.
 */
class Td3Test {

    private static final int N_S = 3;
    private static final int N_A = 2;
    private static final int BATCH = 6;
    private static final double DISCOUNT = 0.9;
    private static final double TAU = 0.1;
    private static final double NOISE = 0.7;
    private static final double CLIP = 0.5;
    private static final long SEED = 17;

    /** One transition, with the noise on the target's action. */
    private record Row(double[] s, double[] a, double r, double[] next, boolean terminated, double[] noise) {}

    private final List<Row> rows = rows();
    private final Batch batch = batch(rows);

    private static Td3Config config(int delay) {
        return new Td3Config(List.of(5, 4), 1e-3, DISCOUNT, TAU, BATCH, 1, delay, 0.1, NOISE, CLIP, false);
    }

    private static Agent td3(int delay, long seed) {
        return TestAgents.agent(
                N_S, N_A, config(delay), TestAgents.withoutExtractors(), TestAgents.withoutGates(), seed);
    }

    private SequencedMap<String, Double> update(Agent td3, long seed) {
        return td3.update(_ -> batch, new SplittableRandom(seed)).metrics();
    }

    private static List<Row> rows() {
        Random random = new Random(1);
        var noise = new SplittableRandom(SEED);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            rows.add(new Row(
                    gaussians(random, N_S),
                    new double[] {(float) random.nextDouble(-1, 1), (float) random.nextDouble(-1, 1)},
                    (float) random.nextGaussian(),
                    gaussians(random, N_S),
                    i % 3 == 0,
                    new double[] {(float) noise.nextGaussian(), (float) noise.nextGaussian()}));
        }
        return rows;
    }

    private static double[] gaussians(Random random, int size) {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static Batch batch(List<Row> rows) {
        Compute compute = Compute.on(Compute.Kind.CPU, 1);
        float[] s = floats(rows, Row::s);
        float[] a = floats(rows, Row::a);
        float[] r = floats(rows, row -> new double[] {row.r});
        float[] next = floats(rows, Row::next);
        float[] continues = floats(rows, row -> new double[] {row.terminated ? 0 : 1});
        return new Batch(
                Tensors.of(compute, s, BATCH, N_S),
                Tensors.of(compute, a, BATCH, N_A),
                Tensors.of(compute, r, BATCH, 1),
                Tensors.of(compute, next, BATCH, N_S),
                Tensors.of(compute, continues, BATCH, 1));
    }

    private static float[] floats(List<Row> rows, java.util.function.Function<Row, double[]> part) {
        double[] all = rows.stream().map(part).flatMapToDouble(Arrays::stream).toArray();
        float[] floats = new float[all.length];
        for (int i = 0; i < all.length; i++) {
            floats[i] = (float) all[i];
        }
        return floats;
    }

    private double mean(ToDoubleFunction<Row> loss) {
        return rows.stream().mapToDouble(loss).average().orElseThrow();
    }

    private static double[] act(OracleNet policy, double[] s) {
        return Arrays.stream(policy.apply(s)).map(Math::tanh).toArray();
    }

    private double qLoss(OracleNet q, OracleNet policyTarget, OracleNet q1Target, OracleNet q2Target) {
        return mean(row -> {
            double[] action = act(policyTarget, row.next);
            for (int i = 0; i < N_A; i++) {
                action[i] = Math.clamp(action[i] + Math.clamp(NOISE * row.noise[i], -CLIP, CLIP), -1.0, 1.0);
            }
            double[] pair = concat(row.next, action);
            double worth = row.terminated ? 0 : Math.min(q1Target.apply(pair)[0], q2Target.apply(pair)[0]);
            return Math.pow(q.apply(concat(row.s, row.a))[0] - (row.r + DISCOUNT * worth), 2);
        });
    }

    @Test
    void everyGradientAgreesWithFiniteDifferencesOfTheOracle() {
        Agent td3 = td3(1, 3);
        Map<String, ArrayData> before = td3.state();
        var policy = new OracleNet(before, "policy");
        var q1 = new OracleNet(before, "q1");
        var q2 = new OracleNet(before, "q2");
        var policyTarget = new OracleNet(before, "policy_target");
        var q1Target = new OracleNet(before, "q1_target");
        var q2Target = new OracleNet(before, "q2_target");

        var metrics = update(td3, SEED);

        Map<String, ArrayData> after = td3.state();
        assertThat(metrics.get("train/critic_loss"))
                .isCloseTo(
                        (qLoss(q1, policyTarget, q1Target, q2Target) + qLoss(q2, policyTarget, q1Target, q2Target)) / 2,
                        within(1e-5));
        FiniteDifferences.assertGradients(after, "q1", q1, () -> qLoss(q1, policyTarget, q1Target, q2Target));
        FiniteDifferences.assertGradients(after, "q2", q2, () -> qLoss(q2, policyTarget, q1Target, q2Target));
        ToDoubleFunction<Row> policyLoss = row -> -q1.apply(concat(row.s, act(policy, row.s)))[0];
        assertThat(metrics.get("train/actor_loss")).isCloseTo(mean(policyLoss), within(1e-5));
        FiniteDifferences.assertGradients(after, "policy", policy, () -> mean(policyLoss));
        assertThat(metrics.sequencedKeySet()).containsExactlyElementsOf(td3.metricNames());
    }

    @Test
    void policyAndTargetsWaitForTheirTurn() {
        Agent td3 = td3(3, 3);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 3; i++) {
                Map<String, ArrayData> before = td3.state();
                var metrics = update(td3, i);
                Map<String, ArrayData> after = td3.state();
                boolean due = i == 2;

                assertThat(metrics.containsKey("train/actor_loss")).isEqualTo(due || round > 0);
                for (String name : List.of("policy", "policy_target", "q1_target", "q2_target")) {
                    boolean moved =
                            !Arrays.equals(doubles(before, name + ".0.weight"), doubles(after, name + ".0.weight"));
                    assertThat(moved).as("%s at update %d", name, i).isEqualTo(due);
                }
                assertThat(doubles(after, "q1.0.weight")).isNotEqualTo(doubles(before, "q1.0.weight"));
                assertThat(doubles(after, "q2.0.weight")).isNotEqualTo(doubles(before, "q2.0.weight"));
            }
        }
    }

    /** Adam's first step is as long as its rate, whatever the gradient. */
    @Test
    void thetaOfThePolicyMakesUpForTheUpdatesThatItWaits() {
        Agent td3 = TestAgents.agent(N_S, N_A, config(3), TestAgents.withoutExtractors(), TestAgents.gates(1, 0), 3);
        td3.enter(0.5);
        float start = Objects.requireNonNull(td3.theta().get("policy"))[0];

        update(td3, 0);
        double ofQ1 = start - Objects.requireNonNull(td3.theta().get("q1"))[0];
        update(td3, 1);
        assertThat(Objects.requireNonNull(td3.theta().get("policy"))).containsOnly(start);
        update(td3, 2);
        double ofPolicy = start - Objects.requireNonNull(td3.theta().get("policy"))[0];

        assertThat(Math.abs(ofQ1)).isCloseTo(1e-3, within(1e-5));
        assertThat(Math.abs(ofPolicy)).isCloseTo(3e-3, within(1e-5));
    }

    @Test
    void targetsTakeOverTheirShareOfTheUpdatedNetworks() {
        Agent td3 = td3(1, 3);
        Map<String, ArrayData> before = td3.state();

        update(td3, SEED);

        Map<String, ArrayData> after = td3.state();
        for (String name : List.of("policy", "q1", "q2")) {
            double[] network = doubles(after, name + ".1.weight");
            double[] target = doubles(after, name + "_target.1.weight");
            double[] targetBefore = doubles(before, name + "_target.1.weight");
            for (int i = 0; i < target.length; i++) {
                assertThat(target[i]).isCloseTo((1 - TAU) * targetBefore[i] + TAU * network[i], within(1e-6));
            }
        }
    }

    /** Also between two turns of the policy: the count is part of the state. */
    @Test
    void restoredAgentContinuesBitExactly() {
        Agent first = td3(3, 3);
        update(first, 1);
        update(first, 2);
        Agent second = td3(3, 999);
        second.restore(first.state());

        for (int i = 0; i < 5; i++) {
            assertThat(update(second, i)).isEqualTo(update(first, i));
        }

        assertSame(second.state(), first.state());
    }

    private static void assertSame(Map<String, ArrayData> actual, Map<String, ArrayData> expected) {
        for (String name : expected.keySet()) {
            assertThat(doubles(actual, name)).as(name).containsExactly(doubles(expected, name));
        }
    }

    @Test
    void nonFiniteLossNamesItsNetworkAndChangesNothing() {
        for (int passed = 0; passed < 3; passed++) {
            Agent td3 = td3(3, 3);
            for (int i = 0; i < passed; i++) {
                update(td3, i);
            }
            Map<String, ArrayData> poisoned = td3.state();
            float[] bias = {Float.NaN};
            poisoned.put("q2.2.bias", new ArrayData(ArrayData.Type.F32, new long[] {1}, MemorySegment.ofArray(bias)));
            td3.restore(poisoned);
            Map<String, ArrayData> before = td3.state();

            assertThatThrownBy(() -> update(td3, SEED))
                    .isInstanceOf(DivergenceException.class)
                    .hasMessage("the loss of network q2 is NaN");
            assertSame(td3.state(), before);
        }
    }
}
