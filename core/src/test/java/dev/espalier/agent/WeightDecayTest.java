package dev.espalier.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.prune.LeaveOut;
import dev.espalier.prune.PruneConfig;
import dev.espalier.store.ArrayData;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** lambda / 2 * |W|^2 of equation (2) in a whole agent. */
class WeightDecayTest {

    private static final double OFE = 0.3;
    private static final double POLICY = 0.5;
    private static final double CRITIC = 0.8;

    private static GatedAgent agent(TestExtractors extractors, PruneConfig.ByRole lambda) {
        var nu = new PruneConfig.ByRole(0, 0, 0);
        var prune = new PruneConfig(
                true,
                "theta",
                "straight_through",
                0.9,
                "adam",
                1e-3,
                0.01,
                0,
                1_000_000,
                new LeaveOut(0.25, 200_000),
                0,
                0.8,
                "cost",
                PruneConfig.Target.NONE,
                0.5,
                3,
                nu,
                lambda);
        return GatedAgent.create(extractors, 5, prune, 5);
    }

    private static double lambda(String weight) {
        return switch (weight.substring(0, weight.indexOf('.'))) {
            case "ofe" -> OFE;
            case "policy" -> POLICY;
            default -> CRITIC;
        };
    }

    /**
     * The first moments of two agents that differ in lambda alone differ by a tenth of lambda * W, with the lambda of
     * the role.
     */
    @ParameterizedTest
    @EnumSource
    void reachesTheWeightMatricesOfEveryNetwork(TestExtractors extractors) {
        GatedAgent plain = agent(extractors, new PruneConfig.ByRole(0, 0, 0));
        GatedAgent decaying = agent(extractors, new PruneConfig.ByRole(OFE, POLICY, CRITIC));
        Map<String, ArrayData> start = plain.agent.state();

        // The first update alone sees equal weights, and of it the extractors' step comes before the agent's loss.
        plain.parts.updateAlgorithm(GatedAgent.batch(1), GatedAgent.random(1));
        decaying.parts.updateAlgorithm(GatedAgent.batch(1), GatedAgent.random(1));
        plain.agent.pretrain(_ -> GatedAgent.batch(2), GatedAgent.random(2));
        decaying.agent.pretrain(_ -> GatedAgent.batch(2), GatedAgent.random(2));

        Map<String, ArrayData> without = plain.agent.state();
        Map<String, ArrayData> with = decaying.agent.state();
        int matrices = 0;
        for (String moment : without.keySet()) {
            if (!moment.endsWith(".exp_avg")) {
                continue;
            }
            String name = moment.substring("adam.".length(), moment.length() - ".exp_avg".length());
            float[] expected = GatedAgent.floats(without, moment);
            if (name.endsWith(".weight")) {
                matrices++;
                float[] weights = GatedAgent.floats(start, name);
                for (int i = 0; i < expected.length; i++) {
                    expected[i] += (float) (0.1 * lambda(name) * weights[i]);
                }
            }
            assertThat(GatedAgent.floats(with, moment)).as(name).containsExactly(expected, within(1e-6f));
        }
        assertThat(matrices).isGreaterThanOrEqualTo(extractors.present() ? 15 : 12);
    }
}
