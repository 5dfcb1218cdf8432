package dev.espalier.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.agent.ofe.OfeConfig;
import dev.espalier.agent.sac.SacConfig;
import dev.espalier.data.Batch;
import dev.espalier.data.Batches;
import dev.espalier.store.ArrayData;
import dev.espalier.tensor.Fork;
import dev.espalier.tensor.Scope;
import dev.espalier.tensor.TaskScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which mini-batch serves whom in an update of a whole agent. */
class AgentTest {

    private static TestAgents.Parts agent(boolean extractors) {
        var sac = new SacConfig(List.of(5, 4), true, 1e-3, 0.9, 0.1, GatedAgent.BATCH, 1, 2, 0.5, true, null, false);
        OfeConfig ofe = extractors ? TestAgents.extractors(3, 2, true) : TestAgents.withoutExtractors();
        return TestAgents.parts(GatedAgent.N_S, GatedAgent.N_A, sac, ofe, TestAgents.gates(0.1, 0), 8);
    }

    /** Gives another mini-batch at each call, in the memory of the last one but one, as a replay buffer does. */
    private static final class Source implements Batches {

        private final List<Batch> memories = List.of(GatedAgent.batch(0), GatedAgent.batch(0));
        private final List<RandomGenerator> calls = new ArrayList<>();

        @Override
        public Batch draw(RandomGenerator random) {
            calls.add(random);
            Batch memory = memories.get(calls.size() % 2);
            Batch next = GatedAgent.batch(calls.size());
            memory.observation().copy_(next.observation());
            memory.action().copy_(next.action());
            memory.reward().copy_(next.reward());
            memory.nextObservation().copy_(next.nextObservation());
            memory.continues().copy_(next.continues());
            return memory;
        }
    }

    @Test
    void extractorsLearnFromTheFirstMiniBatchAndTheAgentFromTheSecond() {
        TestAgents.Parts whole = agent(true);
        Source source = new Source();
        var random = new SplittableRandom(5);

        whole.agent().enter(0.5);
        whole.agent().update(source, random);

        assertThat(source.calls).hasSize(2).containsOnly(random);
        Map<String, ArrayData> actual = whole.agent().state();
        assertThat(changed(actual, step(1, 2))).isEmpty();
        // An update that mixed the mini-batches up would show.
        assertThat(changed(actual, step(2, 2))).anyMatch(name -> name.startsWith("adam.ofe."));
        for (String network : List.of("policy", "value", "q1", "q2")) {
            assertThat(changed(actual, step(1, 1))).anyMatch(name -> name.startsWith("adam." + network + "."));
        }
    }

    /** Otherwise they could not compute their gradients at the same time. */
    @Test
    void theAgentReadsTheExtractorsAsTheyWereBeforeTheUpdate() {
        TestAgents.Parts parts = agent(true);
        var random = new SplittableRandom(5);
        parts.networks().pruner().enter(0.5);
        try (Scope _ = Scope.open()) {
            parts.updateExtractors(GatedAgent.batch(1), random);
            parts.updateAlgorithm(GatedAgent.batch(2), random);
        }

        Map<String, ArrayData> oneAfterTheOther = parts.agent().state();

        assertThat(changed(oneAfterTheOther, step(1, 2)))
                .contains("adam.policy.0.weight.exp_avg", "adam.q2.0.weight.exp_avg")
                .noneMatch(name -> name.startsWith("adam.ofe."));
    }

    @Test
    void anUpdateTellsWhatTheAlgorithmAndTheExtractorsFound() {
        TestAgents.Parts parts = agent(true);

        assertThat(parts.agent()
                        .update(new Source(), new SplittableRandom(5))
                        .metrics()
                        .keySet())
                .containsExactlyInAnyOrderElementsOf(parts.agent().metricNames());
    }

    /** The state after the extractors and the agent learnt from these mini-batches. */
    private static Map<String, ArrayData> step(long ofExtractors, long ofAgent) {
        TestAgents.Parts parts = agent(true);
        var random = new SplittableRandom(5);
        parts.networks().pruner().enter(0.5);
        try (TaskScope scope = TaskScope.open(parts.networks().compute())) {
            Fork<Gradients> extractors = parts.features().update(GatedAgent.batch(ofExtractors), random, scope);
            parts.algorithm()
                    .update(GatedAgent.batch(ofAgent), random, scope)
                    .after(extractors.join())
                    .step(parts.networks().compute());
        }
        return parts.agent().state();
    }

    private static List<String> changed(Map<String, ArrayData> one, Map<String, ArrayData> other) {
        assertThat(one.keySet()).isEqualTo(other.keySet());
        return one.keySet().stream()
                .filter(name -> !Arrays.equals(GatedAgent.floats(one, name), GatedAgent.floats(other, name)))
                .toList();
    }

    @Test
    void withoutExtractorsAnUpdateDrawsOneMiniBatch() {
        Source source = new Source();

        agent(false).agent().update(source, new SplittableRandom(5));

        assertThat(source.calls).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void preTrainingDrawsOneMiniBatchForTheExtractorsAlone(boolean extractors) {
        Source source = new Source();

        agent(extractors).agent().pretrain(source, new SplittableRandom(5));

        assertThat(source.calls).hasSize(extractors ? 1 : 0);
    }
}
