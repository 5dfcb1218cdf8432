package dev.espalier.agent.td3;

import static dev.espalier.agent.OracleGates.draw;
import static dev.espalier.agent.OracleGates.theta;
import static dev.espalier.agent.OracleNet.concat;
import static dev.espalier.agent.TestRows.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.agent.Agent;
import dev.espalier.agent.FiniteDifferences;
import dev.espalier.agent.OracleNet;
import dev.espalier.agent.TestAgents;
import dev.espalier.agent.TestRows;
import dev.espalier.data.Batch;
import dev.espalier.store.ArrayData;
import dev.espalier.tensor.Scope;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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

/**
 * One update of TD3 under gates: each network learns under its own draw while all that it reads stands in evaluation
 * mode.
 */
class GatedTd3Test {

    private static final int N_S = 3;
    private static final int N_A = 2;
    private static final int ROWS = 6;
    private static final double DISCOUNT = 0.9;
    private static final double NOISE = 0.4;
    private static final double CLIP = 0.5;
    private static final long SEED = 21;

    private final Random random = new Random(6);
    private final double[][] s = TestRows.gaussians(random, ROWS, N_S);
    private final double[][] a = TestRows.gaussians(random, ROWS, N_A);
    private final double[][] reward = TestRows.gaussians(random, ROWS, 1);
    private final double[][] next = TestRows.gaussians(random, ROWS, N_S);
    private final double[][] continues = {{1}, {0}, {1}, {1}, {0}, {1}};

    /** An agent whose theta lie anywhere between 0.2 and 1. */
    private TestAgents.Parts agent() {
        TestAgents.Parts parts = TestAgents.parts(
                N_S,
                N_A,
                new Td3Config(List.of(9, 8), 1e-3, DISCOUNT, 0.25, ROWS, 1, 1, 0.1, NOISE, CLIP, false),
                TestAgents.withoutExtractors(),
                TestAgents.gates(0.1, 0),
                4);
        SequencedMap<String, ArrayData> state = parts.agent().state();
        state.replaceAll((name, data) -> {
            float[] values = data.bytes().toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
            if (name.endsWith(".theta")) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = 0.2f + 0.8f * random.nextFloat();
                }
            } else if (name.endsWith(".weight") && !name.startsWith("adam.")) {
                // Fresh weights let so little through that gradients would be hard to tell from none.
                for (int i = 0; i < values.length; i++) {
                    values[i] *= 2;
                }
            }
            return new ArrayData(ArrayData.Type.F32, data.shape(), MemorySegment.ofArray(values));
        });
        parts.agent().restore(state);
        return parts;
    }

    private static double mean(IntToDoubleFunction loss) {
        return IntStream.range(0, ROWS).mapToDouble(loss).average().orElseThrow();
    }

    private static double[] tanh(double[] values) {
        return Arrays.stream(values).map(Math::tanh).toArray();
    }

    @Test
    void lossesAndGradients() {
        TestAgents.Parts parts = agent();
        Agent agent = parts.agent();
        Map<String, ArrayData> before = agent.state();
        var generator = new SplittableRandom(SEED);
        double[][] noise = new double[ROWS][N_A];
        for (double[] row : noise) {
            Arrays.setAll(row, _ -> (float) generator.nextGaussian());
        }
        OracleNet bareQ1 = new OracleNet(before, "q1");
        OracleNet drawnQ1 = bareQ1.times(draw(theta(agent, "q1"), generator));
        OracleNet drawnQ2 = new OracleNet(before, "q2").times(draw(theta(agent, "q2"), generator));
        OracleNet drawnPolicy = new OracleNet(before, "policy").times(draw(theta(agent, "policy"), generator));
        OracleNet judge = bareQ1.times(theta(agent, "q1"));
        OracleNet policyTarget = new OracleNet(before, "policy_target").times(theta(agent, "policy"));
        OracleNet q1Target = new OracleNet(before, "q1_target").times(theta(agent, "q1"));
        OracleNet q2Target = new OracleNet(before, "q2_target").times(theta(agent, "q2"));

        SequencedMap<String, Double> metrics;
        try (Scope _ = Scope.open()) {
            var batch = new Batch(tensor(s), tensor(a), tensor(reward), tensor(next), tensor(continues));
            metrics = parts.updateAlgorithm(batch, new SplittableRandom(SEED));
        }

        IntToDoubleFunction wanted = row -> {
            double[] action = tanh(policyTarget.apply(next[row]));
            for (int i = 0; i < N_A; i++) {
                action[i] = Math.clamp(action[i] + Math.clamp(NOISE * noise[row][i], -CLIP, CLIP), -1.0, 1.0);
            }
            double[] pair = concat(next[row], action);
            double worth = Math.min(q1Target.apply(pair)[0], q2Target.apply(pair)[0]);
            return reward[row][0] + continues[row][0] * DISCOUNT * worth;
        };
        DoubleSupplier q1Loss =
                () -> mean(row -> Math.pow(drawnQ1.apply(concat(s[row], a[row]))[0] - wanted.applyAsDouble(row), 2));
        DoubleSupplier q2Loss =
                () -> mean(row -> Math.pow(drawnQ2.apply(concat(s[row], a[row]))[0] - wanted.applyAsDouble(row), 2));
        DoubleSupplier policyLoss = () -> -mean(row -> judge.apply(concat(s[row], tanh(drawnPolicy.apply(s[row]))))[0]);
        assertThat(metrics.get("train/critic_loss"))
                .isCloseTo((q1Loss.getAsDouble() + q2Loss.getAsDouble()) / 2, within(1e-4));
        assertThat(metrics.get("train/actor_loss")).isCloseTo(policyLoss.getAsDouble(), within(1e-4));
        Map<String, ArrayData> after = agent.state();
        FiniteDifferences.assertGradients(after, "q1", drawnQ1, q1Loss);
        FiniteDifferences.assertGradients(after, "q2", drawnQ2, q2Loss);
        FiniteDifferences.assertGradients(after, "policy", drawnPolicy, policyLoss);
    }
}
