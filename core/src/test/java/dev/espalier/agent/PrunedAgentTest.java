package dev.espalier.agent;

import static dev.espalier.agent.GatedAgent.floats;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.prune.Structure;
import dev.espalier.store.ArrayData;
import dev.espalier.tensor.Scope;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.function.Function;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A whole agent before and after units are removed: everything that remains goes on as if nothing had happened. */
@ParameterizedClass
@EnumSource
class PrunedAgentTest {

    private static final int SEEDS = 25;

    /** Sums of floats in another order, carried through a loss and its gradient. */
    private static final float TOLERANCE = 1e-4f;

    /**
     * Batch norm takes away any bias in front of it, so its true gradient is 0: what moves it is the rounding of sums,
     * and Adam makes a full step even of that. It changes nothing that the network computes.
     */
    private static final String WITHOUT_GRADIENT = "ofe\\.phi_oa?\\.\\d+\\.bias";

    @Parameter
    private TestLearner learner = TestLearner.SAC;

    /** An agent that has learnt a little, and a choice of units to go. */
    private record Start(
            TestLearner learner,
            TestExtractors extractors,
            long seed,
            SequencedMap<String, ArrayData> state,
            SurvivingUnits survivors) {

        /** The same agent with closed gates; {@code due} says whether a pruning would remove the closed ones. */
        GatedAgent masked(boolean due) {
            GatedAgent agent = GatedAgent.withStillGates(learner, extractors, seed);
            agent.restore(state, survivors, due);
            return agent;
        }

        GatedAgent compacted() {
            GatedAgent agent = masked(true);
            agent.parts.networks().pruner().prune();
            return agent;
        }
    }

    private Start draw(TestExtractors extractors, long seed) {
        GatedAgent agent = GatedAgent.withStillGates(learner, extractors, seed);
        agent.learn(4);
        SurvivingUnits survivors = SurvivingUnits.draw(agent.structure(), new Random(500 + seed));
        return new Start(learner, extractors, seed, agent.agent.state(), survivors);
    }

    /** Bit by bit: weights, moments of Adam, statistics of batch norm, diagonals, targets and gates. */
    @ParameterizedTest
    @EnumSource
    void whatSurvivesIsUnchanged(TestExtractors extractors) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Start start = draw(extractors, seed);
            GatedAgent agent = start.masked(true);
            SequencedMap<String, float[]> expected = start.survivors.remaining(agent.agent.state());

            agent.parts.networks().pruner().prune();

            Map<String, ArrayData> actual = agent.agent.state();
            if (!agent.agent.theta().containsKey("ofe")) {
                // No unit of the extractors is left, and so no gate.
                expected.keySet().removeIf(name -> name.startsWith("gates.ofe."));
            }
            assertThat(actual.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
            openLastUnits(expected, agent.structure());
            expected.forEach(
                    (name, values) -> assertThat(floats(actual, name)).as(name).containsExactly(values));
        }
    }

    /** All that happens to a unit that has become the last of its layer: its gate is open for good. */
    private static void openLastUnits(Map<String, float[]> expected, Structure structure) {
        structure.hidden().forEach((network, layers) -> {
            float[] above = expected.get("gates." + network + ".above");
            int at = 0;
            for (int units : layers) {
                if (above != null && units == 1) {
                    above[at] = -1;
                }
                at += units;
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void maskedAndCompactedAgentsActAlike(TestExtractors extractors) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Start start = draw(extractors, seed);
            GatedAgent masked = start.masked(false);
            GatedAgent compacted = start.compacted();
            Random random = new Random(seed);
            for (int i = 0; i < 10; i++) {
                double[] observation = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};

                assertThat(compacted.agent.act(observation, null))
                        .containsExactly(masked.agent.act(observation, null), within(1e-6f));
                assertThat(compacted.agent.act(observation, new Random(i)))
                        .containsExactly(masked.agent.act(observation, new Random(i)), within(1e-6f));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theNextUpdateOfTheAgentIsTheSame(TestExtractors extractors) {
        assertSameUpdate(extractors, agent -> {
            try (Scope _ = Scope.open()) {
                return agent.parts.updateAlgorithm(GatedAgent.batch(9), GatedAgent.random(9));
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void theNextUpdateOfTheExtractorsIsTheSame(TestExtractors extractors) {
        assertSameUpdate(extractors, agent -> agent.agent.pretrain(_ -> GatedAgent.batch(9), GatedAgent.random(9)));
    }

    /** The masked agent sheds its closed units after the update, so that both can be compared number by number. */
    private void assertSameUpdate(
            TestExtractors extractors, Function<GatedAgent, SequencedMap<String, Double>> update) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Start start = draw(extractors, seed);
            GatedAgent masked = start.masked(true);
            GatedAgent compacted = start.compacted();

            SequencedMap<String, Double> expectedLosses = update.apply(masked);
            SequencedMap<String, Double> losses = update.apply(compacted);

            assertThat(losses.keySet()).isEqualTo(expectedLosses.keySet());
            expectedLosses.forEach((name, loss) ->
                    assertThat(losses.get(name)).as(name).isCloseTo(loss, within(TOLERANCE * (1 + Math.abs(loss)))));
            masked.parts.networks().pruner().prune();
            assertThat(masked.structure()).isEqualTo(compacted.structure());
            Map<String, ArrayData> expected = masked.agent.state();
            Map<String, ArrayData> actual = compacted.agent.state();
            assertThat(actual.keySet()).isEqualTo(expected.keySet());
            for (String name : expected.keySet()) {
                if (!name.matches(WITHOUT_GRADIENT)) {
                    assertClose(
                            String.format(Locale.ROOT, "%s of seed %d", name, seed),
                            floats(actual, name),
                            floats(expected, name));
                }
            }
        }
    }

    private static void assertClose(String what, float[] actual, float[] expected) {
        float largest = 1e-3f;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(actual).as(what).containsExactly(expected, within(TOLERANCE * largest));
    }

    /**
     * With units that no mini-batch switches off and without moments of the past, so that only a gradient can move
     * them.
     */
    @ParameterizedTest
    @EnumSource
    void everySurvivingNumberStillMoves(TestExtractors extractors) {
        for (int seed = 0; seed < SEEDS; seed++) {
            GatedAgent agent = GatedAgent.withStillGates(learner, extractors, seed);
            SequencedMap<String, ArrayData> state = agent.agent.state();
            open(state);
            agent.restore(state, SurvivingUnits.draw(agent.structure(), new Random(seed)), true);
            agent.parts.networks().pruner().prune();
            Map<String, ArrayData> before = agent.agent.state();

            agent.update(1, 0.5);

            Map<String, ArrayData> after = agent.agent.state();
            for (String name : before.keySet()) {
                if (name.startsWith("gates.")
                        || name.equals("policy_turns")
                        || name.matches("(observations|returns)\\..*")
                        || name.matches("(adam\\.)?" + WITHOUT_GRADIENT + ".*")) {
                    continue;
                }
                float[] old = floats(before, name);
                float[] now = floats(after, name);
                for (int i = 0; i < old.length; i++) {
                    assertThat(now[i]).as("%s[%d] of seed %d", name, i, seed).isNotEqualTo(old[i]);
                }
            }
        }
    }

    /** Hidden units of perceptrons give about 1, whatever they read. */
    private static void open(SequencedMap<String, ArrayData> state) {
        state.forEach((name, data) -> {
            if (name.matches("(policy|value|q1|q2)(_target)?\\.[01]\\.(weight|bias)")) {
                for (long at = 0; at < data.bytes().byteSize(); at += Float.BYTES) {
                    float value =
                            name.endsWith("bias") ? 1 : 0.05f * data.bytes().get(JAVA_FLOAT_UNALIGNED, at);
                    data.bytes().set(JAVA_FLOAT_UNALIGNED, at, value);
                }
            }
        });
    }

    /**
     * With theta at 0 and 1 a scaled unit is an ordinary one, so that rounding ends with the network that was
     * evaluated.
     */
    @ParameterizedTest
    @EnumSource
    void afterRoundingNothingIsScaled(TestExtractors extractors) {
        for (int seed = 0; seed < SEEDS; seed++) {
            GatedAgent rounded = GatedAgent.withStillGates(learner, extractors, seed);
            SequencedMap<String, ArrayData> state = rounded.agent.state();
            Random random = new Random(seed);
            SurvivingUnits survivors = SurvivingUnits.draw(rounded.structure(), random);
            rounded.agent.theta().keySet().forEach(network -> {
                boolean[] stays = survivors.ofGates(network);
                float[] theta = new float[stays.length];
                for (int i = 0; i < theta.length; i++) {
                    theta[i] = (stays[i] ? 0.5f : 0.02f) + 0.4f * random.nextFloat();
                }
                state.put("gates." + network + ".theta", GatedAgent.data(theta));
            });
            rounded.agent.restore(state);
            // What stays does what it did, although its theta is 1 from then on.
            GatedAgent masked = GatedAgent.withStillGates(learner, extractors, seed);
            rounded.agent.theta().forEach((network, theta) -> {
                boolean[] stays = survivors.ofGates(network);
                for (int i = 0; i < theta.length; i++) {
                    theta[i] = stays[i] ? theta[i] : 0;
                }
                state.put("gates." + network + ".theta", GatedAgent.data(theta));
            });
            masked.agent.restore(state);

            rounded.parts.networks().pruner().enter(1);

            assertThat(rounded.agent.theta()).isEmpty();
            assertThat(rounded.agent.state().keySet()).noneMatch(name -> name.startsWith("gates."));
            double[] observation = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
            assertThat(rounded.agent.act(observation, null))
                    .containsExactly(masked.agent.act(observation, null), within(1e-6f));
        }
    }
}
