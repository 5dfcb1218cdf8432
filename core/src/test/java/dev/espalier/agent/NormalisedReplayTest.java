package dev.espalier.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.agent.sac.SacConfig;
import dev.espalier.agent.td3.Td3Config;
import dev.espalier.data.Batch;
import dev.espalier.data.Experience;
import dev.espalier.store.ArrayData;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Tensors;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Agents that learn from a replay on normalised observations do what others do that are given normalised ones. */
@ParameterizedClass
@EnumSource
class NormalisedReplayTest {

    private static final Compute COMPUTE = Compute.on(Compute.Kind.CPU, 1);

    /** Observations; the statistics are worked out below by hand. */
    private static final double[][] SEEN = {{1, -2, 7}, {3, -2, 7.5}, {8, 4, 6.5}};

    /** 12 / 3, 0 / 3, 21 / 3. */
    private static final double[] MEAN = {4, 0, 7};

    /** (9 + 1 + 16) / 3, (4 + 4 + 16) / 3, (0 + 0.25 + 0.25) / 3. */
    private static final double[] VARIANCE = {26 / 3.0, 8, 1 / 6.0};

    @Parameter
    private Learner learner = Learner.SAC;

    enum Learner {
        SAC {
            @Override
            AgentConfig config(boolean normalises) {
                return sac(true, normalises);
            }
        },
        TWIN_TARGET_SAC {
            @Override
            AgentConfig config(boolean normalises) {
                return sac(false, normalises);
            }
        },
        TD3 {
            @Override
            AgentConfig config(boolean normalises) {
                return new Td3Config(List.of(6, 5), 1e-3, 0.9, 0.1, GatedAgent.BATCH, 1, 1, 0.1, 0.2, 0.5, normalises);
            }
        };

        abstract AgentConfig config(boolean normalises);

        private static SacConfig sac(boolean valueNetwork, boolean normalises) {
            return new SacConfig(
                    List.of(6, 5), valueNetwork, 1e-3, 0.9, 0.1, GatedAgent.BATCH, 1, 2, 0.5, true, null, normalises);
        }
    }

    private Agent agent(boolean normalises) {
        return TestAgents.agent(
                GatedAgent.N_S,
                GatedAgent.N_A,
                learner.config(normalises),
                TestAgents.withoutExtractors(),
                TestAgents.withoutGates(),
                5);
    }

    private static Experience experience(Agent agent) {
        return agent.experience(new Experience.Dimensions(GatedAgent.N_S, GatedAgent.N_A, 1, 100, COMPUTE));
    }

    private static void add(Experience experience, double[] observation) {
        experience.add(0, observation, new float[] {0.5f, -0.5f}, 1, new double[] {900, 900, 900}, false, false);
    }

    private static Experience seen(Agent agent) {
        Experience experience = experience(agent);
        for (double[] observation : SEEN) {
            add(experience, observation);
        }
        return experience;
    }

    private static double[] normalised(double... observation) {
        double[] result = new double[observation.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = Math.clamp((observation[i] - MEAN[i]) / Math.sqrt(VARIANCE[i]), -10.0, 10.0);
        }
        return result;
    }

    private static Tensor normalised(Tensor observations) {
        float[] values = Tensors.toFloats(observations);
        for (int i = 0; i < values.length; i++) {
            int entry = i % GatedAgent.N_S;
            values[i] = (float) Math.clamp((values[i] - MEAN[entry]) / Math.sqrt(VARIANCE[entry]), -10.0, 10.0);
        }
        return Tensors.of(COMPUTE, values, values.length / GatedAgent.N_S, GatedAgent.N_S);
    }

    /** Observations in which actions were taken; not those after them, which come by themselves if they count. */
    @Test
    void statisticsFollowEachStoredObservation() {
        Agent agent = agent(true);
        Experience experience = experience(agent);
        assertThat(OracleNet.doubles(agent.state(), "observations.mean")).containsOnly(0);

        add(experience, SEEN[0]);
        assertThat(OracleNet.doubles(agent.state(), "observations.mean")).containsExactly(1, -2, 7);
        add(experience, SEEN[1]);
        assertThat(OracleNet.doubles(agent.state(), "observations.mean")).containsExactly(2, -2, 7.25);
        assertThat(OracleNet.doubles(agent.state(), "observations.variance")).containsExactly(1, 0, 0.0625);
        add(experience, SEEN[2]);

        assertThat(OracleNet.doubles(agent.state(), "observations.mean")).containsExactly(MEAN, within(1e-6));
        assertThat(OracleNet.doubles(agent.state(), "observations.variance")).containsExactly(VARIANCE, within(1e-5));
        assertThat(OracleNet.doubles(agent.state(), "observations.count")).containsExactly(3);
    }

    /** What was stored early must not stay normalised by what was known then. */
    @Test
    void theReplayHoldsObservationsAsTheyAre() {
        assertThat(OracleNet.doubles(seen(agent(true)).state(), "observation"))
                .containsExactly(1, -2, 7, 3, -2, 7.5, 8, 4, 6.5);
    }

    @Test
    void anUpdateIsThatOfNormalisedObservations() {
        Agent agent = agent(true);
        seen(agent);
        Agent plain = agent(false);
        Batch raw = GatedAgent.batch(2);
        var batch = new Batch(
                normalised(raw.observation()),
                raw.action(),
                raw.reward(),
                normalised(raw.nextObservation()),
                raw.continues());

        SequencedMap<String, Double> metrics =
                agent.update(_ -> raw, new SplittableRandom(3)).metrics();
        SequencedMap<String, Double> expected =
                plain.update(_ -> batch, new SplittableRandom(3)).metrics();

        expected.forEach((name, value) ->
                assertThat(metrics.get(name)).as(name).isCloseTo(value, within(1e-4 * (1 + Math.abs(value)))));
        Map<String, ArrayData> state = agent.state();
        Map<String, ArrayData> plainState = plain.state();
        plainState.keySet().stream()
                .filter(name -> name.endsWith(".exp_avg"))
                .forEach(name -> assertThat(OracleNet.doubles(state, name))
                        .as(name)
                        .containsExactly(OracleNet.doubles(plainState, name), within(1e-4)));
    }

    @Test
    void itActsOnNormalisedObservations() {
        Agent agent = agent(true);
        Experience experience = experience(agent);
        add(experience, SEEN[0]);
        add(experience, SEEN[1]);
        // The plain copy of the policy that acts must follow the statistics.
        agent.act(SEEN[0], null);
        add(experience, SEEN[2]);
        double[] observation = {5, -900, 7.1};

        assertThat(agent.act(observation, null))
                .containsExactly(agent(false).act(normalised(observation), null), within(1e-5f));
    }

    @Test
    void withoutTheSettingThereAreNoStatistics() {
        Agent agent = agent(false);
        Map<String, ArrayData> before = agent.state();
        seen(agent);

        assertThat(agent.state().keySet())
                .isEqualTo(before.keySet())
                .noneMatch(name -> name.startsWith("observations"));
    }

    @Test
    void observingLeavesNothingBehind() {
        Agent agent = agent(true);
        Experience experience = seen(agent);
        long objects = Pointer.totalCount();

        for (int i = 0; i < 20; i++) {
            add(experience, SEEN[i % 3]);
        }

        assertThat(Pointer.totalCount()).isLessThanOrEqualTo(objects);
    }
}
