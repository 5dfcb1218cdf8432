package dev.espalier.agent.ppo;

import static dev.espalier.agent.OracleNet.doubles;
import static dev.espalier.agent.ppo.PpoRows.DISCOUNT;
import static dev.espalier.agent.ppo.PpoRows.LAMBDA;
import static dev.espalier.agent.ppo.PpoRows.N_A;
import static dev.espalier.agent.ppo.PpoRows.N_S;
import static dev.espalier.agent.ppo.PpoRows.ROWS;
import static dev.espalier.agent.ppo.PpoRows.UNBOUNDED;
import static dev.espalier.agent.ppo.PpoRows.config;
import static dev.espalier.agent.ppo.PpoRows.mean;
import static dev.espalier.agent.ppo.PpoRows.parts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.agent.OracleNet;
import dev.espalier.agent.TestAgents;
import dev.espalier.data.Rollout;
import dev.espalier.store.ArrayData;
import dev.espalier.tensor.Scope;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How PPO values a rollout, and how it normalises, against the same written a second time. */
class PpoRolloutTest {

    private final PpoRows rows = new PpoRows();

    @Test
    void aRolloutIsJudgedByTheNetworksThatActed() {
        TestAgents.Parts parts = parts(config(UNBOUNDED, false), 3);
        var policy = new OracleNet(parts.agent().state(), "policy");
        var value = new OracleNet(parts.agent().state(), "value");
        var path = new Rollout.Path(
                new int[ROWS], 1, new boolean[] {false, false, true, false, false, true, false, false});

        float[] notes;
        try (Scope _ = Scope.open()) {
            notes = ((Rollout.Annotator) parts.algorithm()).annotate(rows.batch(), path);
        }

        double advantage = 0;
        for (int row = ROWS - 1; row >= 0; row--) {
            double worth = value.apply(rows.s[row])[0];
            double delta =
                    rows.reward[row][0] + DISCOUNT * rows.continues[row][0] * value.apply(rows.next[row])[0] - worth;
            advantage = delta + (path.ends()[row] ? 0 : DISCOUNT * LAMBDA * advantage);
            assertThat((double) notes[3 * row])
                    .isCloseTo(
                            rows.logProbability(row, policy.apply(rows.s[row]), new double[] {-0.3, 0.2}),
                            within(1e-4));
            assertThat((double) notes[3 * row + 1]).isCloseTo(advantage, within(1e-5));
            assertThat((double) notes[3 * row + 2]).isCloseTo(advantage + worth, within(1e-5));
        }
    }

    /**
     * Rewards are divided by the deviation of what they sum up to; observations by theirs, but only by what was seen
     * before.
     */
    @Test
    void rewardsAndObservationsAreNormalised() {
        TestAgents.Parts parts = parts(config(UNBOUNDED, true), 3);
        var value = new OracleNet(parts.agent().state(), "value");
        var path = new Rollout.Path(new int[ROWS], 1, new boolean[ROWS]);
        var annotator = (Rollout.Annotator) parts.algorithm();
        double[] sums = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            sums[row] = rows.reward[row][0] + (row == 0 ? 0 : DISCOUNT * sums[row - 1]);
        }
        double meanSum = mean(row -> sums[row]);
        double scale = Math.sqrt(mean(row -> Math.pow(sums[row] - meanSum, 2)));

        float[] notes;
        try (Scope _ = Scope.open()) {
            notes = annotator.annotate(rows.batch(), path);
            annotator.done(rows.batch());
        }

        int last = ROWS - 1;
        double expected = rows.reward[last][0] / scale
                + DISCOUNT * value.apply(rows.next[last])[0]
                - value.apply(rows.s[last])[0];
        assertThat((double) notes[3 * last + 1]).isCloseTo(expected, within(1e-4));

        double[] raw = {0.3, -2, 1};
        double[] normalised = new double[N_S];
        for (int i = 0; i < N_S; i++) {
            int entry = i;
            double mean = mean(row -> rows.s[row][entry]);
            normalised[i] = (raw[i] - mean) / Math.sqrt(mean(row -> Math.pow(rows.s[row][entry] - mean, 2)));
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
        var annotator = (Rollout.Annotator) parts.algorithm();
        try (Scope _ = Scope.open()) {
            annotator.annotate(rows.batch(), path);
            parts.agent().update(_ -> rows.batch(), new SplittableRandom(1));
            annotator.done(rows.batch());
        }
    }
}
