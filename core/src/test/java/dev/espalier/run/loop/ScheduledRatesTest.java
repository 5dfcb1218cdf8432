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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rate by which each weight of an agent steps at some point of a run. Adam's first step is its rate. */
class ScheduledRatesTest {

    private static final int ROWS = 6;
    private static final float RATE = 2e-3f;
    private static final float RATE_OF_EXTRACTORS = 5e-4f;
    private static final double RATE_OF_THETA = 1e-2;

    private final Compute compute = Compute.on(Compute.Kind.CPU, 1);
    private final EnvironmentSpec task = Environments.spec("Hopper-v5");

    /** An agent that has all that may learn: extractors, gates, a temperature where it has one. */
    private Agent agent(String schedule, String name, String settings) {
        List<String> all = new ArrayList<>(List.of(
                "env=" + task.id(),
                "agent=" + name,
                "preset=plain",
                "learning_rate_schedule=" + schedule,
                name + ".learning_rate=" + RATE,
                "ofe.units=4",
                "ofe.layers=2",
                "ofe.learning_rate=" + RATE_OF_EXTRACTORS,
                "prune.gates=true",
                "prune.theta_start=0.6",
                "prune.theta_learning_rate=" + RATE_OF_THETA,
                "prune.warmup_end=0.2",
                "prune.round_at=0.8",
                "prune.nu={ofe: 0.3, policy: 0.3, critic: 0.3}"));
        all.addAll(List.of(settings.split(" ", -1)));
        RunConfig config = TestRuns.config(all.toArray(String[]::new));
        return AgentFactory.create(config, task, new RandomStreams(3), compute);
    }

    /** As if the action 0 had been taken by a policy near the start of PPO's, with advantages of both signs. */
    private Batch batch() {
        Random random = new Random(1);
        float[] notes = gaussians(random, ROWS * 3);
        for (int row = 0; row < ROWS; row++) {
            notes[row * 3] = (float) (-0.5 * Math.log(2 * Math.PI) * task.actionSize());
        }
        return new Batch(
                Tensors.of(compute, gaussians(random, ROWS * task.observationSize()), ROWS, task.observationSize()),
                Tensors.of(compute, new float[ROWS * task.actionSize()], ROWS, task.actionSize()),
                Tensors.of(compute, gaussians(random, ROWS), ROWS, 1),
                Tensors.of(compute, gaussians(random, ROWS * task.observationSize()), ROWS, task.observationSize()),
                Tensors.of(compute, new float[ROWS], ROWS, 1),
                Tensors.of(compute, notes, ROWS, 3));
    }

    private static float[] gaussians(Random random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static float[] floats(Map<String, ArrayData> state, String name) {
        return Objects.requireNonNull(state.get(name), name).bytes().toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
    }

    /** Networks, temperature and extractors at a quarter of the run; theta's rate stays. */
    @ParameterizedTest
    @CsvSource({
        "linear, 0.75, sac, sac.value_network=true, ofe policy value q1 q2 log_alpha",
        "linear, 0.75, sac, sac.value_network=false, ofe policy q1 q2 log_alpha",
        "linear, 0.75, td3, td3.policy_delay=1, ofe policy q1 q2",
        "linear, 0.75, ppo, random_steps=0 ofe.pretrain_updates=0 ppo.rollout=64, ofe policy value",
        "constant, 1, sac, sac.value_network=false, ofe policy q1 q2 log_alpha",
        "constant, 1, td3, td3.policy_delay=1, ofe policy q1 q2"
    })
    void everyWeightStepsByThePresentRate(String schedule, float factor, String name, String settings, String learnt) {
        Agent agent = agent(schedule, name, settings);
        Map<String, ArrayData> before = agent.state();

        agent.enter(0.25);
        agent.update(_ -> batch(), new SplittableRandom(5));

        Map<String, ArrayData> after = agent.state();
        assertThat(moved(before, after, factor)).containsExactlyInAnyOrder(learnt.split(" ", -1));
        // A derivative near Adam's epsilon would give a smaller step; no step is larger.
        agent.theta()
                .forEach((network, theta) -> assertThat(largestStep(theta))
                        .as("theta of %s", network)
                        .isCloseTo(RATE_OF_THETA, within(1e-6)));
    }

    private static double largestStep(float... theta) {
        double largest = 0;
        for (float entry : theta) {
            largest = Math.max(largest, Math.abs(entry - 0.6f));
        }
        return largest;
    }

    /** What was learnt, all of it by this share of its rate. */
    private static Set<String> moved(Map<String, ArrayData> before, Map<String, ArrayData> after, float factor) {
        Set<String> moved = new HashSet<>();
        for (String moment : after.keySet()) {
            if (!moment.matches("adam\\..*\\.exp_avg")) {
                continue;
            }
            String name = moment.substring("adam.".length(), moment.length() - ".exp_avg".length());
            float rate = factor * (name.startsWith("ofe.") ? RATE_OF_EXTRACTORS : RATE);
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
        return moved;
    }

    /** Pre-training comes when the random steps are done, at step 15 of 60; after the last step all rates are 0. */
    @Test
    void aRunGoesThroughItsRates() {
        RunConfig config = TestRuns.config(
                "learning_rate_schedule=linear",
                "steps=60",
                "random_steps=15",
                "sac.learn_temperature=true",
                "ofe.units=4",
                "ofe.layers=2",
                "ofe.pretrain_updates=1",
                "ofe.learning_rate=" + RATE_OF_EXTRACTORS);
        try (Workshop workshop = Workshop.build(config, RunListener.NOBODY)) {
            Trainer trainer = workshop.trainer();
            trainer.resetAll();
            Map<String, ArrayData> start = workshop.agent().state();
            while (trainer.pretrained() == 0) {
                trainer.advance();
            }
            assertThat(trainer.step()).isEqualTo(15);
            assertThat(moved(start, workshop.agent().state(), 0.75f)).containsExactly("ofe");

            while (trainer.step() < 58) {
                trainer.advance();
            }
            Map<String, ArrayData> third = workshop.agent().state();
            trainer.advance();
            Map<String, ArrayData> second = workshop.agent().state();
            trainer.advance();
            Map<String, ArrayData> last = workshop.agent().state();

            for (String name : List.of("policy.0.weight", "q1.2.bias", "ofe.predictor.bias", "log_alpha")) {
                assertThat(floats(second, name)).as(name).isNotEqualTo(floats(third, name));
                assertThat(floats(last, name)).as(name).isEqualTo(floats(second, name));
                String moment = "adam." + name + ".exp_avg";
                assertThat(floats(last, moment)).as(moment).isNotEqualTo(floats(second, moment));
            }
        }
    }
}
