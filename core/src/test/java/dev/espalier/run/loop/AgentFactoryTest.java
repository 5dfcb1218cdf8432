package dev.espalier.run.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.agent.Agent;
import dev.espalier.config.RunConfig;
import dev.espalier.data.Batch;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.env.Environments;
import dev.espalier.run.TestRuns;
import dev.espalier.store.ArrayData;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.RandomStreams;
import dev.espalier.tensor.Tensors;
import java.lang.foreign.ValueLayout;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Agents created from settings and a task. */
class AgentFactoryTest {

    private static final int ROWS = 4;

    private static Agent agent(String env, String... changes) {
        String[] all = new String[changes.length + 1];
        all[0] = "env=" + env;
        System.arraycopy(changes, 0, all, 1, changes.length);
        RunConfig config = TestRuns.config(all);
        return AgentFactory.create(
                config, Environments.spec(env), new RandomStreams(3), Compute.on(Compute.Kind.CPU, 1));
    }

    private static Batch batch(EnvironmentSpec task, float[] next) {
        Compute compute = Compute.on(Compute.Kind.CPU, 1);
        Random random = new Random(1);
        return new Batch(
                Tensors.of(compute, gaussians(random, ROWS * task.observationSize()), ROWS, task.observationSize()),
                Tensors.of(compute, gaussians(random, ROWS * task.actionSize()), ROWS, task.actionSize()),
                Tensors.of(compute, new float[ROWS], ROWS, 1),
                Tensors.of(compute, next, ROWS, task.observationSize()),
                Tensors.of(compute, new float[ROWS], ROWS, 1));
    }

    private static float[] gaussians(Random random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** The predictor after an update of the extractors, with one entry of s' changed. */
    private static float[] predictorAfter(String env, int changedEntry) {
        EnvironmentSpec task = Environments.spec(env);
        float[] next = gaussians(new Random(2), ROWS * task.observationSize());
        if (changedEntry >= 0) {
            next[changedEntry] += 1;
        }
        Agent agent = agent(env, "ofe.units=4", "ofe.layers=1");
        agent.pretrain(_ -> batch(task, next), new SplittableRandom(1));
        return floats(agent.state(), "adam.ofe.predictor.weight.exp_avg");
    }

    private static float[] floats(Map<String, ArrayData> state, String name) {
        return Objects.requireNonNull(state.get(name), name).bytes().toArray(ValueLayout.JAVA_FLOAT);
    }

    /** Ant's contact forces, after the first 27 entries, are not predicted. */
    @ParameterizedTest
    @CsvSource({"Ant-v2, 111, 27", "Ant-v5, 105, 27", "Hopper-v5, 11, 11"})
    void onlyTheFirstEntriesOfTheNextObservationAreLearntFrom(String env, int entries, int predicted) {
        assertThat(Environments.spec(env).observationSize()).isEqualTo(entries);
        float[] plain = predictorAfter(env, -1);

        assertThat(predictorAfter(env, predicted - 1)).isNotEqualTo(plain);
        if (predicted < entries) {
            assertThat(predictorAfter(env, predicted)).isEqualTo(plain);
            assertThat(predictorAfter(env, entries - 1)).isEqualTo(plain);
        }
    }

    /** Without gates, the state has no gates, and nothing is drawn. */
    @Test
    void aPlainAgentHasNoGates() {
        Agent plain = agent("Hopper-v5");

        assertThat(plain.theta()).isEmpty();
        assertThat(plain.state().keySet()).noneMatch(name -> name.contains("gates") || name.contains("diagonal"));
        assertThat(agent("Hopper-v5", "ofe.units=4").state().keySet())
                .contains("ofe.phi_o.5.weight", "ofe.phi_oa.5.running_mean")
                .noneMatch(name -> name.contains("gates") || name.contains("diagonal"));
    }

    @Test
    void gatesStandAtTheirStartBeforeAnyUpdate() {
        Agent gated = agent("Hopper-v5", "prune.gates=true", "prune.warmup_end=0.5", "prune.theta_start=0.75");

        assertThat(gated.theta().keySet()).containsExactly("policy", "value", "q1", "q2");
        for (float[] theta : gated.theta().values()) {
            assertThat(theta).hasSize(32).containsOnly(0.75f);
        }
    }

    /** Adam's first step is its rate, whatever the gradient. */
    @Test
    void extractorsAndAgentHaveRatesOfTheirOwn() {
        EnvironmentSpec task = Environments.spec("Hopper-v5");
        Agent agent = agent(
                task.id(),
                "ofe.units=4",
                "ofe.learning_rate=5e-4",
                "sac.learning_rate=2e-3",
                "sac.learn_temperature=true",
                "sac.temperature=0.5");
        Map<String, ArrayData> before = agent.state();
        float[] next = gaussians(new Random(2), ROWS * task.observationSize());

        agent.update(_ -> batch(task, next), new SplittableRandom(5));

        Map<String, ArrayData> after = agent.state();
        Set<String> moved = new HashSet<>();
        for (String moment : after.keySet()) {
            if (!moment.matches("adam\\..*\\.exp_avg")) {
                continue;
            }
            String name = moment.substring("adam.".length(), moment.length() - ".exp_avg".length());
            float rate = name.startsWith("ofe.") ? 5e-4f : 2e-3f;
            float[] gradient = floats(after, moment);
            float[] old = floats(before, name);
            float[] now = floats(after, name);
            for (int i = 0; i < old.length; i++) {
                // A gradient near Adam's epsilon would give a smaller step.
                if (Math.abs(gradient[i]) > 1e-5) {
                    assertThat(Math.abs(now[i] - old[i])).as(name).isCloseTo(rate, within(rate / 100));
                    moved.add(name.replaceFirst("\\..*", ""));
                }
            }
        }
        assertThat(moved).containsOnly("ofe", "policy", "value", "q1", "q2", "log_alpha");
    }
}
