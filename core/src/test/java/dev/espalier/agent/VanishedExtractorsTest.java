package dev.espalier.agent;

import static dev.espalier.agent.GatedAgent.floats;
import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.store.ArrayData;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An agent whose extractors have lost all their units: it goes on with what is left of them. */
@ParameterizedClass
@EnumSource
class VanishedExtractorsTest {

    private static final int SEEDS = 25;

    @Parameter
    private TestLearner learner = TestLearner.SAC;

    /** What is left when no unit of the extractors is. */
    private GatedAgent withoutUnitsInExtractors(TestExtractors extractors, long seed) {
        GatedAgent agent = GatedAgent.withStillGates(learner, extractors, seed);
        agent.learn(2);
        SurvivingUnits survivors = SurvivingUnits.draw(agent.structure(), new Random(1));
        survivors
                .masks()
                .forEach((layer, stays) -> Arrays.fill(stays, !layer.network().startsWith("phi")));
        agent.restore(agent.agent.state(), survivors, true);
        agent.parts.networks().pruner().prune();
        return agent;
    }

    /** Then z_o is d * s and z_oa is d * [z_o ; a]; what is left of the extractors still learns. */
    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void anAgentWhoseExtractorsHaveVanishedGoesOn(TestExtractors extractors) {
        GatedAgent agent = withoutUnitsInExtractors(extractors, 3);
        Map<String, ArrayData> before = agent.agent.state();

        Agent.Update update = agent.update(1, 0.5);

        assertThat(agent.agent.blueprint().stateFeatures().size(agent.structure()))
                .isEqualTo(GatedAgent.N_S);
        assertThat(floats(before, "ofe.predictor.weight"))
                .hasSize(GatedAgent.N_S * (GatedAgent.N_S + GatedAgent.N_A))
                .isNotEqualTo(floats(agent.agent.state(), "ofe.predictor.weight"));
        assertThat(update.metrics()).containsKey("train/ofe_loss");
        if (extractors.diagonals()) {
            assertThat(floats(agent.agent.state(), "ofe.phi_oa.0.diagonal"))
                    .isNotEqualTo(floats(before, "ofe.phi_oa.0.diagonal"));
        }
        assertThat(agent.agent.theta()).containsOnlyKeys(learner.networks());
    }

    /**
     * Then not a tensor of them is left, and the agent reads observations and actions as they are, as one without does.
     */
    @Test
    void plainExtractorsVanishWithoutATrace() {
        for (int seed = 0; seed < SEEDS; seed++) {
            GatedAgent vanished = withoutUnitsInExtractors(TestExtractors.PLAIN, seed);
            SequencedMap<String, ArrayData> state = vanished.agent.state();
            assertThat(state.keySet()).noneMatch(name -> name.contains("phi_") || name.startsWith("gates.ofe."));
            state.keySet().removeIf(name -> name.contains("ofe."));
            GatedAgent without = GatedAgent.withStillGates(learner, TestExtractors.NONE, seed);
            without.agent.restore(state);

            assertThat(vanished.agent.act(new double[] {1, -2, 0.5}, null))
                    .containsExactly(without.agent.act(new double[] {1, -2, 0.5}, null));
            SequencedMap<String, Double> expected = without.update(5, 0.5).metrics();
            SequencedMap<String, Double> metrics = vanished.update(5, 0.5).metrics();
            assertThat(metrics.remove("train/ofe_loss")).isPositive();
            assertThat(metrics).isEqualTo(expected);
        }
    }
}
