package dev.espalier.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.prune.PruneEvent.Kind;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which units stay for good, and that their gates move no more. */
class OpeningRuleTest {

    private static final UnitLayer LAYER = new UnitLayer("net", 0);

    /** Plain steps of rate 1, and two further steps to be waited for. */
    private static Gates gates(float... theta) {
        Structure structure = TestGates.structure("net", theta.length);
        PruneConfig config = new PruneConfig(
                true,
                "theta",
                "straight_through",
                0.9,
                "plain",
                1,
                0.01,
                0,
                2,
                new LeaveOut(0.25, 0),
                0,
                0.8,
                "cost",
                PruneConfig.Target.NONE,
                1,
                3,
                new PruneConfig.ByRole(1, 1, 1),
                new PruneConfig.ByRole(0, 0, 0));
        Gates gates = Gates.start(structure.layers(), structure, true, config);
        TestGates.setTheta(gates, theta);
        return gates;
    }

    /** A step in which theta of each unit falls by a number of its own. */
    private static void fall(Gates gates, float... falls) {
        gates.observe(TestGates.shown(falls), 1);
        gates.step(_ -> 0);
    }

    @Test
    void aGateOpensAfterItHasLongBeenNear1() {
        Gates gates = gates(0.96f, 0.94f, 0.97f);

        fall(gates, 0, 0, 0);
        fall(gates, 0, 0, 0.03f);
        assertThat(gates.decisions().open(_ -> true)).as("two steps of three").isFalse();
        fall(gates, 0, 0, -0.03f);
        assertThat(gates.decisions().open(_ -> true)).isTrue();

        // The second was never up there, the third fell in between.
        assertThat(gates.theta()).containsExactly(new float[] {1, 0.94f, 0.97f}, within(1e-6f));
        assertThat(gates.decisions().areAllOpen()).isFalse();
        assertThat(gates.decisions().takeOpened()).containsOnlyKeys(LAYER);
    }

    @Test
    void whatIsOpenedIsToldOnceWithItsThetaBefore() {
        Gates gates = gates(0.5f, 0.96f);
        for (int i = 0; i < 3; i++) {
            fall(gates, 0, 0);
        }
        gates.decisions().open(_ -> true);

        List<PruneEvent> events = gates.events(new PruningPlan(TestGates.structure("net", 2), Map.of()), _ -> 0.5);
        assertThat(events)
                .containsExactly(new PruneEvent(Kind.OPENED, LAYER, List.of(1), List.of(0f), 0.5, List.of(0.96f), 2));
        assertThat(gates.decisions().takeOpened().get(LAYER)).containsExactly(1, 0.96f);
        assertThat(gates.decisions().takeOpened()).as("told once").isEmpty();
        assertThat(gates.events(new PruningPlan(TestGates.structure("net", 2), Map.of()), _ -> 0.5))
                .isEmpty();
    }

    /** There is room for two: those of the greatest theta. */
    @Test
    void whereThereIsLittleRoomTheGreatestThetaComesFirst() {
        Gates gates = gates(0.96f, 0.99f, 0.97f);
        for (int i = 0; i < 3; i++) {
            fall(gates, 0, 0, 0);
        }
        int[] room = {2};

        assertThat(gates.decisions().open(_ -> room[0]-- > 0)).isTrue();

        assertThat(gates.theta()).containsExactly(0.96f, 1, 1);
        assertThat(gates.decisions().opened(LAYER)).isEqualTo(2);
        assertThat(gates.decisions().open(_ -> false)).isFalse();
        assertThat(gates.decisions().areAllOpen()).isFalse();
    }

    @Test
    void anOpenGateIsNeverClosedAgain() {
        Gates gates = gates(0.96f, 0.5f);
        for (int i = 0; i < 3; i++) {
            fall(gates, 0, 0);
        }
        gates.decisions().open(_ -> true);

        fall(gates, 5, 0);
        assertThat(gates.theta()).containsExactly(1, 0.5f);
        assertThat(gates.decisions().survivors()).isEmpty();
        Random random = new Random(1);
        for (int draw = 0; draw < 100; draw++) {
            assertThat(gates.draw(random)[0]).isEqualTo(1);
        }

        // Also not after its state was saved and restored, or its neighbour has gone.
        Gates restored = gates(0.5f, 0.5f);
        restored.restore(gates.state());
        fall(restored, 5, 0.5f);
        assertThat(restored.theta()).containsExactly(1, 0);
        Gates shrunk = restored.shrink(new PruningPlan(
                TestGates.structure("net", 2), restored.decisions().survivors()));
        fall(shrunk, 5);
        assertThat(shrunk.theta()).containsExactly(1);
        assertThat(shrunk.decisions().areAllOpen()).isTrue();
    }

    @Test
    void aPlanDecidesEveryGate() {
        Gates gates = gates(0.2f, 0.9f, 0.7f);

        gates.decisions().decide(new PruningPlan(TestGates.structure("net", 3), Map.of(LAYER, new int[] {0, 2})));

        assertThat(gates.theta()).containsExactly(1, 0, 1);
        assertThat(gates.decisions().survivors().get(LAYER)).containsExactly(0, 2);
        assertThat(gates.decisions().takeOpened().get(LAYER)).containsExactly(0.2f, 1, 0.7f);
    }
}
