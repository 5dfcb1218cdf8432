package dev.espalier.agent.ppo;

import static dev.espalier.agent.OracleNet.doubles;

import dev.espalier.agent.TestAgents;
import dev.espalier.agent.TestRows;
import dev.espalier.data.Batch;
import dev.espalier.store.ArrayData;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** A mini-batch of PPO as plain numbers, and agents that learn from it. */
final class PpoRows {

    static final int N_S = 3;
    static final int N_A = 2;
    static final int ROWS = 8;
    static final double CLIP = 0.2;
    static final double ENTROPY = 0.01;
    static final double DISCOUNT = 0.9;
    static final double LAMBDA = 0.8;
    static final double UNBOUNDED = 1e9;

    private final Random random = new Random(2);
    final double[][] s = TestRows.gaussians(random, ROWS, N_S);
    final double[][] a = TestRows.gaussians(random, ROWS, N_A);
    final double[][] reward = TestRows.gaussians(random, ROWS, 1);
    final double[][] next = TestRows.gaussians(random, ROWS, N_S);
    final double[][] continues = {{1}, {1}, {0}, {1}, {1}, {1}, {1}, {1}};
    final double[][] notes = TestRows.gaussians(random, ROWS, 3);

    PpoRows() {
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < N_A; i++) {
                a[row][i] = (float) Math.tanh(a[row][i]);
            }
            // About as likely as under a policy near its start, so that some ratios are clipped and others not.
            notes[row][0] = (float) (logProbability(row, new double[N_A], new double[N_A]) + 0.2 * notes[row][0]);
        }
    }

    static PpoConfig config(double maxGradientNorm, boolean normalised) {
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

    static TestAgents.Parts parts(PpoConfig config, long seed) {
        TestAgents.Parts parts =
                TestAgents.parts(N_S, N_A, config, TestAgents.withoutExtractors(), TestAgents.withoutGates(), seed);
        // A policy of some size: that of the start hardly says anything.
        SequencedMap<String, ArrayData> state = parts.agent().state();
        scale(state, "policy.2.weight", 100);
        state.put("policy.log_sigma", data(-0.3f, 0.2f));
        parts.agent().restore(state);
        return parts;
    }

    static ArrayData data(float... values) {
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

    Batch batch() {
        return new Batch(
                TestRows.tensor(s),
                TestRows.tensor(a),
                TestRows.tensor(reward),
                TestRows.tensor(next),
                TestRows.tensor(continues),
                TestRows.tensor(notes));
    }

    static double mean(IntToDoubleFunction loss) {
        return IntStream.range(0, ROWS).mapToDouble(loss).average().orElseThrow();
    }

    double logProbability(int row, double[] mu, double[] logSigma) {
        double sum = 0;
        for (int i = 0; i < N_A; i++) {
            double u = 0.5 * Math.log((1 + a[row][i]) / (1 - a[row][i]));
            double sigma = Math.exp(logSigma[i]);
            sum -= 0.5 * Math.pow((u - mu[i]) / sigma, 2) + Math.log(sigma * Math.sqrt(2 * Math.PI));
        }
        return sum;
    }
}
