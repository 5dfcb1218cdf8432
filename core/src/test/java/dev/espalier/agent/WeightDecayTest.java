package dev.espalier.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.store.ArrayData;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** lambda / 2 * |W|^2 of equation (2) in a whole agent. */
class WeightDecayTest {

    private static final double LAMBDA = 0.3;

    /** The first moments of two agents that differ in lambda alone differ by a tenth of lambda * W. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void reachesTheWeightMatricesOfEveryNetwork(boolean extractors) {
        GatedAgent plain = GatedAgent.create(extractors, 5, 0, 0);
        GatedAgent decaying = GatedAgent.create(extractors, 5, 0, LAMBDA);
        Map<String, ArrayData> start = plain.agent.state();

        // The first update alone sees equal weights, and of it the extractors' step comes before the agent's loss.
        plain.parts.algorithm().update(GatedAgent.batch(1), GatedAgent.random(1));
        decaying.parts.algorithm().update(GatedAgent.batch(1), GatedAgent.random(1));
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
                    expected[i] += (float) (0.1 * LAMBDA * weights[i]);
                }
            }
            assertThat(GatedAgent.floats(with, moment)).as(name).containsExactly(expected, within(1e-6f));
        }
        assertThat(matrices).isGreaterThanOrEqualTo(extractors ? 15 : 12);
    }
}
