package dev.espalier.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.agent.ofe.OfeConfig;
import dev.espalier.agent.sac.SacConfig;
import dev.espalier.nn.DivergenceException;
import dev.espalier.store.ArrayData;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Scope;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent with gates whose numbers leave the range of floats. */
class GatedDivergenceTest {

    private static Map<String, String> numbers(Agent agent) {
        Map<String, String> numbers = new LinkedHashMap<>();
        Map<String, ArrayData> state = agent.state();
        state.keySet().forEach(name -> numbers.put(name, Arrays.toString(GatedAgent.floats(state, name))));
        return numbers;
    }

    private static void fill(SequencedMap<String, ArrayData> state, String name, float... values) {
        float[] filled = GatedAgent.floats(state, name).clone();
        for (int i = 0; i < filled.length; i++) {
            filled[i] = values[i % values.length];
        }
        ArrayData shaped = Objects.requireNonNull(state.get(name));
        state.put(
                name,
                new ArrayData(
                        shaped.type(), shaped.shape(), GatedAgent.data(filled).bytes()));
    }

    /**
     * Two units of value 1e30 cancel each other, so that the loss is finite, but not what either is worth. Nothing may
     * have moved by then, neither the policy, which is looked at first, nor the temperature.
     */
    @ParameterizedTest
    @ValueSource(strings = {"value", "q1", "q2"})
    void usefulnessBeyondAllFloatsStopsTheUpdateBeforeItChangesAnything(String network) {
        GatedAgent agent = GatedAgent.create(TestExtractors.NONE, 2);
        SequencedMap<String, ArrayData> state = agent.agent.state();
        int units = GatedAgent.floats(state, network + ".1.bias").length;
        assertThat(units % 2).as("units cancel in pairs").isZero();
        fill(state, network + ".1.weight", 0);
        fill(state, network + ".1.bias", 1e30f);
        fill(state, network + ".2.weight", 1, -1);
        fill(state, network + ".2.bias", 1e10f);
        fill(state, "gates." + network + ".theta", 1);
        agent.agent.restore(state);
        // While theta is held at 1 nobody asks what a unit is worth.
        agent.agent.enter(0.5);
        Map<String, String> before = numbers(agent.agent);

        assertThatThrownBy(() -> {
                    try (Scope _ = Scope.open()) {
                        agent.parts.updateAlgorithm(GatedAgent.batch(1), GatedAgent.random(1));
                    }
                })
                .isInstanceOf(DivergenceException.class)
                .hasMessageMatching("the usefulness of a unit of network " + network + " is -?(Infinity|NaN)");
        assertThat(numbers(agent.agent)).isEqualTo(before);
    }

    /** Whether the thread of the agent computes it or another. */
    @ParameterizedTest
    @CsvSource({"SAC, 1", "SAC, 2", "TWIN_TARGET_SAC, 1", "TWIN_TARGET_SAC, 2", "TD3, 1", "TD3, 2", "PPO, 1", "PPO, 2"})
    void aLossOfTheExtractorsThatIsNotFiniteStopsTheUpdateBeforeTheAgentLearns(TestLearner learner, int threads) {
        Compute compute = Compute.on(Compute.Kind.CPU, threads, 1);
        OfeConfig ofe = TestAgents.extractors(4, 2, true);
        AgentConfig config = learner.config(List.of(4), 1e-3);
        Agent agent = TestAgents.parts(
                        GatedAgent.N_S, GatedAgent.N_A, config, ofe, TestAgents.gates(0.1, 0), 2, compute)
                .agent();
        SequencedMap<String, ArrayData> state = agent.state();
        fill(state, "ofe.predictor.bias", 1e30f);
        agent.restore(state);
        Map<String, String> before = numbers(agent);

        assertThatThrownBy(() -> agent.update(_ -> GatedAgent.batch(1), GatedAgent.random(1)))
                .isInstanceOf(DivergenceException.class)
                .hasMessage("the loss of network ofe is Infinity");
        Map<String, String> after = numbers(agent);
        before.keySet().removeIf(name -> name.contains("running_"));
        assertThat(after).containsAllEntriesOf(before);
    }

    /** Neither may the extractors, whose own loss is finite, have learnt when the temperature's is found not to be. */
    @Test
    void aLossOfTheTemperatureThatIsNotFiniteStopsTheUpdateBeforeTheExtractorsLearn() {
        var sac = new SacConfig(List.of(4), true, 1e-3, 0.9, 0.1, GatedAgent.BATCH, 1, 2, 0.5, true, 1e300, false);
        Agent agent = TestAgents.agent(
                GatedAgent.N_S, GatedAgent.N_A, sac, TestAgents.extractors(4, 2, true), TestAgents.gates(0.1, 0), 2);
        Map<String, String> before = numbers(agent);

        assertThatThrownBy(() -> agent.update(_ -> GatedAgent.batch(1), GatedAgent.random(1)))
                .isInstanceOf(DivergenceException.class)
                .hasMessageStartingWith("the loss of network temperature is ");
        Map<String, String> after = numbers(agent);
        before.keySet().removeIf(name -> name.contains("running_"));
        assertThat(after).containsAllEntriesOf(before);
    }
}
