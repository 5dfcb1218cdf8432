package dev.espalier.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.agent.ofe.OfeConfig;
import dev.espalier.agent.sac.SacConfig;
import dev.espalier.prune.PruneConfig;
import dev.espalier.store.ArrayData;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An agent's state across a pruning: saved, handed to a fresh agent of full size, and gone on from. */
class PrunedStateTest {

    private static final int SEEDS = 10;
    private static final double NU = 0.1;

    private static void assertSameState(Agent actual, Agent expected, String what) {
        Map<String, ArrayData> first = actual.state();
        Map<String, ArrayData> second = expected.state();
        assertThat(first.keySet()).as(what).isEqualTo(second.keySet());
        second.forEach((name, data) -> {
            assertThat(GatedAgent.floats(first, name)).as(what + " " + name).isEqualTo(GatedAgent.floats(second, name));
            assertThat(Objects.requireNonNull(first.get(name)).shape())
                    .as(what + " " + name)
                    .isEqualTo(data.shape());
        });
        assertThat(actual.blueprint()).isEqualTo(expected.blueprint());
    }

    private static void assertTwinGoesOnAlike(GatedAgent agent, TestExtractors extractors, long shape, String what) {
        GatedAgent twin = GatedAgent.create(extractors, shape, TestAgents.gates(NU, 0.01), 12345);

        twin.agent.restore(agent.agent.state());

        assertSameState(twin.agent, agent.agent, what);
        for (int i = 0; i < 3; i++) {
            assertThat(twin.update(70 + i, 0.5 + 0.2 * i)).isEqualTo(agent.update(70 + i, 0.5 + 0.2 * i));
        }
        assertSameState(twin.agent, agent.agent, what + ", three updates later");
    }

    /** Before any pruning, after one, after one more, and after rounding. */
    @ParameterizedTest
    @EnumSource
    void aFreshAgentGoesOnWhereTheOtherWas(TestExtractors extractors) {
        for (long seed = 0; seed < SEEDS; seed++) {
            for (int prunings = 0; prunings < 3; prunings++) {
                GatedAgent agent = GatedAgent.create(extractors, seed, NU, 0.01);
                agent.learn(2);
                for (int i = 0; i < prunings; i++) {
                    SurvivingUnits survivors = SurvivingUnits.draw(agent.structure(), new Random(seed + i));
                    agent.restore(agent.agent.state(), survivors, true);
                    agent.parts.networks().pruner().prune();
                    agent.learn(2);
                }
                assertTwinGoesOnAlike(
                        agent,
                        extractors,
                        seed,
                        String.format(Locale.ROOT, "seed %d after %d prunings", seed, prunings));
                agent.update(80, 0.95);
                assertThat(agent.agent.theta()).isEmpty();
                assertTwinGoesOnAlike(agent, extractors, seed, String.format(Locale.ROOT, "seed %d, rounded", seed));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void soItDoesWithoutAnyUnitOfTheExtractors(TestExtractors extractors) {
        GatedAgent agent = GatedAgent.create(extractors, 3, NU, 0.01);
        SurvivingUnits nothing = SurvivingUnits.draw(agent.structure(), new Random(1));
        nothing.masks()
                .forEach((layer, stays) -> Arrays.fill(stays, !layer.network().startsWith("phi")));
        agent.restore(agent.agent.state(), nothing, true);
        agent.parts.networks().pruner().prune();

        assertTwinGoesOnAlike(agent, extractors, 3, "vanished extractors");
    }

    private static Agent agent(List<Integer> hidden, OfeConfig ofe, PruneConfig prune) {
        var sac = new SacConfig(hidden, true, 1e-3, 0.9, 0.1, 4, 1, 1, 1, false, null, false);
        return TestAgents.agent(3, 2, sac, ofe, prune, 1);
    }

    private static void assertRefused(Agent from, Agent to, String message) {
        Map<String, ArrayData> state = from.state();

        assertThatThrownBy(() -> to.restore(state))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void aSmallerAgentCannotTakeOverALargerOne() {
        assertRefused(
                agent(List.of(6, 5), TestAgents.withoutExtractors(), TestAgents.gates(NU, 0)),
                agent(List.of(6, 4), TestAgents.withoutExtractors(), TestAgents.gates(NU, 0)),
                "policy/1: expected at most 4 units, found 5");
        assertRefused(
                agent(List.of(6), TestAgents.extractors(5, 2, true), TestAgents.gates(NU, 0)),
                agent(List.of(6), TestAgents.extractors(4, 2, true), TestAgents.gates(NU, 0)),
                "phi_o/0: expected at most 4 units, found 5");
    }

    @Test
    void anAgentWithoutGatesTakesOverItsOwnSizesOnly() {
        assertRefused(
                agent(List.of(5), TestAgents.withoutExtractors(), TestAgents.withoutGates()),
                agent(List.of(6), TestAgents.withoutExtractors(), TestAgents.withoutGates()),
                "policy.0.weight: expected F32 [6, 3], found F32 [5, 3]");
    }

    /** What the other has too much would be lost without a word. */
    @Test
    void nothingOfAStateIsDropped() {
        assertRefused(
                agent(List.of(6), TestAgents.extractors(4, 2, true), TestAgents.gates(NU, 0)),
                agent(List.of(6), TestAgents.extractors(4, 2, false), TestAgents.withoutGates()),
                "the stored agent has an entry adam.ofe.phi_o.0.diagonal.exp_avg, this one has not");
        assertRefused(
                agent(List.of(6), TestAgents.withoutExtractors(), TestAgents.gates(NU, 0)),
                agent(List.of(6), TestAgents.withoutExtractors(), TestAgents.withoutGates()),
                "the stored agent has an entry gates.policy.above, this one has not");
    }

    @Test
    void aForeignAgentIsNamedByWhatItLacks() {
        assertRefused(
                agent(List.of(6), TestAgents.extractors(4, 2, true), TestAgents.gates(NU, 0)),
                agent(List.of(6), TestAgents.withoutExtractors(), TestAgents.gates(NU, 0)),
                "the stored agent has an entry adam.ofe.phi_o.0.bias.exp_avg, this one has not");
        assertRefused(
                agent(List.of(6), TestAgents.withoutExtractors(), TestAgents.gates(NU, 0)),
                agent(List.of(6, 6), TestAgents.withoutExtractors(), TestAgents.gates(NU, 0)),
                "the stored agent has no entry policy.2.weight");
        assertRefused(
                agent(List.of(6), TestAgents.withoutExtractors(), TestAgents.withoutGates()),
                agent(List.of(6), TestAgents.extractors(4, 2, false), TestAgents.withoutGates()),
                "the stored agent has no entry ofe.phi_o.0.weight");
    }
}
