package dev.espalier.agent.td3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.agent.Agent;
import dev.espalier.agent.OracleNet;
import dev.espalier.agent.TestAgents;
import dev.espalier.nn.DivergenceException;
import dev.espalier.store.ArrayData;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How TD3 acts: as its policy says, and while it explores with noise, which never leaves the bounds of actions. */
class Td3ActionsTest {

    private static final int N_S = 3;
    private static final int N_A = 2;

    private static Agent td3(double exploration) {
        return TestAgents.agent(
                N_S,
                N_A,
                new Td3Config(List.of(5, 4), 1e-3, 0.9, 0.1, 6, 1, 2, exploration, 0.7, 0.5, false),
                TestAgents.withoutExtractors(),
                TestAgents.withoutGates(),
                3);
    }

    @Test
    void explorationAddsNoiseWithinTheBoundsOfActions() {
        Agent td3 = td3(0.1);
        double[] observation = {0.3, -0.5, 1};
        double[] mean = Arrays.stream(new OracleNet(td3.state(), "policy").apply(observation))
                .map(Math::tanh)
                .toArray();
        float[] deterministic = td3.act(observation, null);
        double sum = 0;
        double squares = 0;
        var random = new SplittableRandom(5);
        int draws = 20_000;
        for (int i = 0; i < draws; i++) {
            float[] action = td3.act(observation, random);
            assertThat(action[1]).isBetween(-1f, 1f);
            sum += action[0] - mean[0];
            squares += Math.pow(action[0] - mean[0], 2);
        }

        assertThat(deterministic[0]).isCloseTo((float) mean[0], within(1e-6f));
        assertThat(deterministic[1]).isCloseTo((float) mean[1], within(1e-6f));
        // Far from the bounds: standard normal times 0.1, and five standard errors.
        assertThat(Math.abs(mean[0])).isLessThan(0.5);
        assertThat(sum / draws).isCloseTo(0, within(5 * 0.1 / Math.sqrt(draws)));
        assertThat(Math.sqrt(squares / draws)).isCloseTo(0.1, within(5 * 0.1 / Math.sqrt(2 * draws)));
    }

    @Test
    void noiseBeyondTheBoundsIsCutOff() {
        Agent td3 = td3(50);
        for (int seed = 0; seed < 50; seed++) {
            for (float entry : td3.act(new double[N_S], new SplittableRandom(seed))) {
                assertThat(entry).isBetween(-1f, 1f);
            }
        }
    }

    @Test
    void aNonFiniteActionIsRefused() {
        Agent td3 = td3(0.1);
        Map<String, ArrayData> poisoned = td3.state();
        float[] bias = {Float.NaN, 0};
        poisoned.put("policy.2.bias", new ArrayData(ArrayData.Type.F32, new long[] {2}, MemorySegment.ofArray(bias)));
        td3.restore(poisoned);

        assertThatThrownBy(() -> td3.act(new double[N_S], null)).isInstanceOf(DivergenceException.class);
    }
}
