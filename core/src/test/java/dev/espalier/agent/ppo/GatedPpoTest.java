package dev.espalier.agent.ppo;

import static dev.espalier.agent.OracleGates.draw;
import static dev.espalier.agent.OracleGates.theta;
import static dev.espalier.agent.ppo.PpoRows.CLIP;
import static dev.espalier.agent.ppo.PpoRows.mean;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.agent.Agent;
import dev.espalier.agent.FiniteDifferences;
import dev.espalier.agent.OracleNet;
import dev.espalier.agent.TestAgents;
import dev.espalier.data.Rollout;
import dev.espalier.store.ArrayData;
import dev.espalier.tensor.Scope;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/**
 * One update of PPO under gates: both networks learn under their own draws; a rollout is judged in evaluation mode, as
 * it was acted.
 */
class GatedPpoTest {

    private static final long SEED = 21;
    private static final double[] LOG_SIGMA = {0, 0};

    private final PpoRows rows = new PpoRows();

    /** An agent whose theta lie anywhere between 0.2 and 1, and whose policy says something. */
    private static TestAgents.Parts agent() {
        var config = new PpoConfig(
                List.of(9, 8), 1e-3, 0.9, 0.8, PpoRows.ROWS, 1, PpoRows.ROWS, CLIP, 0, PpoRows.UNBOUNDED, false, false);
        TestAgents.Parts parts = TestAgents.parts(
                PpoRows.N_S, PpoRows.N_A, config, TestAgents.withoutExtractors(), TestAgents.gates(0.1, 0), 4);
        Random random = new Random(6);
        var state = parts.agent().state();
        state.replaceAll((name, data) -> {
            double[] values = OracleNet.doubles(state, name);
            float[] changed = new float[values.length];
            for (int i = 0; i < changed.length; i++) {
                changed[i] = name.endsWith(".theta") ? 0.2f + 0.8f * random.nextFloat() : 60 * (float) values[i];
            }
            return name.endsWith(".theta") || name.startsWith("policy.2.")
                    ? new ArrayData(data.type(), data.shape(), MemorySegment.ofArray(changed))
                    : data;
        });
        parts.agent().restore(state);
        return parts;
    }

    @Test
    void lossesAndGradientsAreThoseOfTheDrawnNetworks() {
        Agent agent = agent().agent();
        Map<String, ArrayData> before = agent.state();
        var generator = new SplittableRandom(SEED);
        OracleNet policy = new OracleNet(before, "policy").times(draw(theta(agent, "policy"), generator));
        OracleNet value = new OracleNet(before, "value").times(draw(theta(agent, "value"), generator));

        var metrics =
                agent.update(_ -> rows.batch(), new SplittableRandom(SEED)).metrics();

        double average = mean(row -> rows.notes[row][1]);
        double deviation =
                Math.sqrt(mean(row -> Math.pow(rows.notes[row][1] - average, 2)) * PpoRows.ROWS / (PpoRows.ROWS - 1));
        DoubleSupplier policyLoss = () -> mean(row -> {
            double advantage = (rows.notes[row][1] - average) / deviation;
            double rho = Math.exp(rows.logProbability(row, policy.apply(rows.s[row]), LOG_SIGMA) - rows.notes[row][0]);
            return -Math.min(rho * advantage, Math.clamp(rho, 1 - CLIP, 1 + CLIP) * advantage);
        });
        DoubleSupplier valueLoss = () -> mean(row -> Math.pow(value.apply(rows.s[row])[0] - rows.notes[row][2], 2));
        assertThat(metrics.get("train/actor_loss")).isCloseTo(policyLoss.getAsDouble(), within(1e-4));
        assertThat(metrics.get("train/value_loss")).isCloseTo(valueLoss.getAsDouble(), within(1e-4));
        Map<String, ArrayData> after = agent.state();
        FiniteDifferences.assertGradients(after, "policy", policy, policyLoss);
        FiniteDifferences.assertGradients(after, "value", value, valueLoss);
    }

    @Test
    void aRolloutIsValuedInEvaluationMode() {
        TestAgents.Parts parts = agent();
        Agent agent = parts.agent();
        OracleNet policy = new OracleNet(agent.state(), "policy").times(theta(agent, "policy"));
        OracleNet value = new OracleNet(agent.state(), "value").times(theta(agent, "value"));
        float[] notes;
        try (Scope _ = Scope.open()) {
            notes = ((Rollout.Annotator) parts.algorithm())
                    .annotate(rows.batch(), new Rollout.Path(new int[PpoRows.ROWS], 1, new boolean[PpoRows.ROWS]));
        }

        for (int row = 0; row < PpoRows.ROWS; row++) {
            assertThat((double) notes[3 * row])
                    .isCloseTo(rows.logProbability(row, policy.apply(rows.s[row]), LOG_SIGMA), within(1e-3));
            assertThat((double) notes[3 * row + 2] - notes[3 * row + 1])
                    .isCloseTo(value.apply(rows.s[row])[0], within(1e-5));
        }
    }
}
