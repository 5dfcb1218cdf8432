package dev.espalier.agent.sac;

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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class SacTest {

    private static final int N_S = 3;
    private static final int N_A = 2;
    private static final int BATCH = 6;
    private static final double REWARD_SCALE = 5;
    private static final double DISCOUNT = 0.9;
    private static final double TAU = 0.25;
    private static final double ALPHA = 0.7;
    private static final long NOISE_SEED = 11;

    private final Compute compute = Compute.on(Compute.Kind.CPU, 1);
    private final List<SacOracle.Row> rows = rows();
    private final Batch batch = batch(rows);

    private static Agent sac(boolean learnTemperature) {
        return sac(learnTemperature, 3);
    }

    private static Agent sac(boolean learnTemperature, long seed) {
        var config = new SacConfig(
                List.of(5, 4), true, 1e-3, DISCOUNT, TAU, BATCH, 1, REWARD_SCALE, ALPHA, learnTemperature, null, false);
        return TestAgents.agent(N_S, N_A, config, TestAgents.withoutExtractors(), TestAgents.withoutGates(), seed);
    }

    private SequencedMap<String, Double> update(Agent sac, long seed) {
        return sac.update(_ -> batch, new SplittableRandom(seed)).metrics();
    }

    private static List<SacOracle.Row> rows() {
        Random random = new Random(1);
        var noise = new SplittableRandom(NOISE_SEED);
        List<SacOracle.Row> rows = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            rows.add(new SacOracle.Row(
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

    private Batch batch(List<SacOracle.Row> rows) {
        float[] s = new float[BATCH * N_S];
        float[] a = new float[BATCH * N_A];
        float[] r = new float[BATCH];
        float[] next = new float[BATCH * N_S];
        float[] continues = new float[BATCH];
        for (int i = 0; i < BATCH; i++) {
            SacOracle.Row row = rows.get(i);
            for (int k = 0; k < N_S; k++) {
                s[i * N_S + k] = (float) row.s()[k];
                next[i * N_S + k] = (float) row.next()[k];
            }
            for (int k = 0; k < N_A; k++) {
                a[i * N_A + k] = (float) row.a()[k];
            }
            r[i] = (float) row.r();
            continues[i] = row.terminated() ? 0 : 1;
        }
        return new Batch(
                Tensors.of(compute, s, BATCH, N_S),
                Tensors.of(compute, a, BATCH, N_A),
                Tensors.of(compute, r, BATCH, 1),
                Tensors.of(compute, next, BATCH, N_S),
                Tensors.of(compute, continues, BATCH, 1));
    }

    @Test
    void everyGradientAgreesWithFiniteDifferencesOfTheOracle() {
        Agent sac = sac(false);
        Map<String, ArrayData> before = sac.state();
        var policy = new OracleNet(before, "policy");
        var value = new OracleNet(before, "value");
        var target = new OracleNet(before, "value_target");
        var q1 = new OracleNet(before, "q1");
        var q2 = new OracleNet(before, "q2");

        var metrics = update(sac, NOISE_SEED);

        DoubleSupplier policyLoss = () -> mean(row -> {
            double[] drawn = SacOracle.drawActionAndLogPi(policy, row);
            double[] action = {drawn[0], drawn[1]};
            return ALPHA * drawn[2] - SacOracle.minQ(q1, q2, row, action);
        });
        DoubleSupplier valueLoss = () -> mean(row -> {
            double[] drawn = SacOracle.drawActionAndLogPi(policy, row);
            double[] action = {drawn[0], drawn[1]};
            double aim = SacOracle.minQ(q1, q2, row, action) - ALPHA * drawn[2];
            return Math.pow(value.apply(row.s())[0] - aim, 2) / 2;
        });
        assertThat(metrics.get("train/actor_loss")).isCloseTo(policyLoss.getAsDouble(), within(1e-5));
        assertThat(metrics.get("train/value_loss")).isCloseTo(valueLoss.getAsDouble(), within(1e-5));
        assertThat(metrics.get("train/critic_loss"))
                .isCloseTo((qLoss(q1, target) + qLoss(q2, target)) / 2, within(1e-4));

        Map<String, ArrayData> after = sac.state();
        FiniteDifferences.assertGradients(after, "policy", policy, policyLoss);
        FiniteDifferences.assertGradients(after, "value", value, valueLoss);
        FiniteDifferences.assertGradients(after, "q1", q1, () -> qLoss(q1, target));
        FiniteDifferences.assertGradients(after, "q2", q2, () -> qLoss(q2, target));
    }

    private double qLoss(OracleNet q, OracleNet target) {
        return mean(row -> {
            double next = row.terminated() ? 0 : DISCOUNT * target.apply(row.next())[0];
            double error = q.apply(OracleNet.concat(row.s(), row.a()))[0] - (REWARD_SCALE * row.r() + next);
            return error * error / 2;
        });
    }

    private double mean(ToDoubleFunction<SacOracle.Row> loss) {
        return rows.stream().mapToDouble(loss).average().orElseThrow();
    }

    @Test
    void targetTakesOverItsShareOfTheUpdatedValueNetwork() {
        Agent sac = sac(false);
        double[] targetBefore = OracleNet.doubles(sac.state(), "value_target.1.weight");

        update(sac, NOISE_SEED);

        double[] value = OracleNet.doubles(sac.state(), "value.1.weight");
        double[] target = OracleNet.doubles(sac.state(), "value_target.1.weight");
        for (int i = 0; i < target.length; i++) {
            assertThat(target[i]).isCloseTo((1 - TAU) * targetBefore[i] + TAU * value[i], within(1e-6));
        }
    }

    @Test
    void learntTemperatureMovesByItsOwnGradient() {
        Agent sac = sac(true);
        Map<String, ArrayData> before = sac.state();
        double logPi = mean(row -> SacOracle.drawActionAndLogPi(new OracleNet(before, "policy"), row)[N_A]);

        var metrics = update(sac, NOISE_SEED);

        // d/d log alpha of -log alpha (log pi + H) with H = -n_a
        assertThat(10 * OracleNet.doubles(sac.state(), "adam.log_alpha.exp_avg")[0])
                .isCloseTo(-(logPi - N_A), within(1e-4));
        assertThat(metrics.get("train/ent_coef")).isCloseTo(ALPHA, within(1e-6));
        assertThat(metrics.sequencedKeySet()).containsExactlyInAnyOrderElementsOf(sac.metricNames());
    }

    @Test
    void restoredAgentContinuesBitExactly() {
        Agent first = sac(true);
        update(first, 1);
        Agent second = sac(true, 999);
        second.restore(first.state());

        for (int i = 0; i < 5; i++) {
            update(first, i);
            update(second, i);
        }

        assertSame(second.state(), first.state());
    }

    private static void assertSame(Map<String, ArrayData> actual, Map<String, ArrayData> expected) {
        for (String name : expected.keySet()) {
            assertThat(OracleNet.doubles(actual, name)).as(name).containsExactly(OracleNet.doubles(expected, name));
        }
    }

    @Test
    void nonFiniteLossNamesItsNetworkAndChangesNothing() {
        Agent sac = sac(false);
        Map<String, ArrayData> poisoned = sac.state();
        float[] bias = {Float.NaN};
        poisoned.put("value.2.bias", new ArrayData(ArrayData.Type.F32, new long[] {1}, MemorySegment.ofArray(bias)));
        sac.restore(poisoned);
        Map<String, ArrayData> before = sac.state();

        assertThatThrownBy(() -> update(sac, NOISE_SEED))
                .isInstanceOf(DivergenceException.class)
                .hasMessage("the loss of network value is NaN");
        assertSame(sac.state(), before);
    }

    @Test
    void restoreNamesWhatDoesNotFit() {
        Agent sac = sac(false);
        Map<String, ArrayData> state = sac.state();
        state.put("q1.0.bias", new ArrayData(ArrayData.Type.F32, new long[] {1}, MemorySegment.ofArray(new float[1])));

        assertThatThrownBy(() -> sac.restore(state)).hasMessageContaining("q1.0.bias");
        state.remove("q1.0.bias");
        assertThatThrownBy(() -> sac.restore(state)).hasMessageContaining("q1.0.bias");
    }
}
