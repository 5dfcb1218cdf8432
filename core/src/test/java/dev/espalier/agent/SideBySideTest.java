package dev.espalier.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.agent.ofe.OfeConfig;
import dev.espalier.prune.PruneConfig;
import dev.espalier.store.ArrayData;
import dev.espalier.tensor.Compute;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** However many threads share an update, it comes to the same bits. */
@ParameterizedClass
@EnumSource
class SideBySideTest {

    private static final int UPDATES = 40;

    @Parameter
    private TestLearner learner = TestLearner.SAC;

    private Agent trained(boolean extractors, boolean gates, int threads) {
        return trained(extractors, gates ? TestAgents.gatesThatLeaveOut(3) : TestAgents.withoutGates(), threads);
    }

    private Agent trained(boolean extractors, PruneConfig prune, int threads) {
        AgentConfig config = learner.config(List.of(9, 7), 3e-3);
        OfeConfig ofe = extractors ? TestAgents.extractors(6, 2, prune.gates()) : TestAgents.withoutExtractors();
        Compute compute = Compute.on(Compute.Kind.CPU, threads, 1);
        TestAgents.Parts parts = TestAgents.parts(GatedAgent.N_S, GatedAgent.N_A, config, ofe, prune, 4, compute);
        parts.features().observe(GatedAgent.batch(99).observation());
        Agent agent = parts.agent();
        var random = new SplittableRandom(6);
        for (int i = 0; i < UPDATES; i++) {
            if (i == UPDATES / 2) {
                closeSomeGates(agent);
            }
            int update = i;
            agent.enter(0.5);
            agent.update(_ -> GatedAgent.batch(update), random);
            // As while a task is stepped, the features are read between updates.
            agent.act(new double[GatedAgent.N_S], null);
        }
        return agent;
    }

    /**
     * Two units of each network's first layer go with the next update; the others are closed often enough to be left
     * out.
     */
    private static void closeSomeGates(Agent agent) {
        Map<String, ArrayData> state = new HashMap<>(agent.state());
        state.replaceAll((name, data) -> {
            if (!name.startsWith("gates.") || !name.endsWith(".theta")) {
                return data;
            }
            float[] theta = GatedAgent.floats(state, name);
            Arrays.fill(theta, 0.5f);
            theta[0] = 0;
            theta[1] = 0;
            return new ArrayData(data.type(), data.shape(), MemorySegment.ofArray(theta));
        });
        agent.restore(state);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void theNumberOfThreadsChangesNothing(boolean extractors, boolean gates) {
        Agent alone = trained(extractors, gates, 1);
        Map<String, ArrayData> expected = alone.state();

        for (int threads : List.of(2, 4)) {
            Agent together = trained(extractors, gates, threads);
            Map<String, ArrayData> actual = together.state();
            assertThat(actual.keySet()).isEqualTo(expected.keySet());
            assertThat(actual)
                    .allSatisfy((name, data) -> assertThat(GatedAgent.floats(actual, name))
                            .as("%s with %d threads", name, threads)
                            .containsExactly(GatedAgent.floats(expected, name)));
            assertThat(together.blueprint()).isEqualTo(alone.blueprint());
        }
        assertThat(alone.blueprint().structure().hidden().get("policy")).containsExactly(gates ? 7 : 9, 7);
    }

    /** Theta comes to something else when units are left out: the agents above did leave some out. */
    @Test
    void unitsAreLeftOut() {
        Agent leaving = trained(true, TestAgents.gatesThatLeaveOut(3), 1);
        Agent multiplying = trained(true, TestAgents.gates(3, 0), 1);

        assertThat(leaving.theta().keySet())
                .isNotEmpty()
                .allSatisfy(network -> assertThat(leaving.theta().get(network))
                        .as(network)
                        .isNotEqualTo(multiplying.theta().get(network)));
    }
}
