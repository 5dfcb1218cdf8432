package dev.espalier.prune;

import static dev.espalier.prune.TestGates.config;
import static dev.espalier.prune.TestGates.structure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is saved and restored goes on bit for bit. */
class GatesStateTest {

    private static Gates gates(String optimizer, Integer... units) {
        Structure structure = structure("net", units);
        return Gates.start(structure.layers(), structure, true, config(optimizer, 0.01, 0.3, 0.2, 4));
    }

    private static void update(Gates gates, Random random) {
        gates.observe(TestGates.shown(TestGates.normals(gates.size(), random)), random.nextDouble(0.1, 3));
        gates.step(layer -> 0.2 + 0.1 * layer.index());
    }

    private static void assertSame(Gates actual, Gates expected) {
        Map<String, float[]> state = expected.state();
        assertThat(actual.state()).containsOnlyKeys(state.keySet());
        actual.state().forEach((name, values) -> assertThat(values).as(name).containsExactly(state.get(name)));
        assertThat(actual.decisions().survivors())
                .usingRecursiveComparison()
                .isEqualTo(expected.decisions().survivors());
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "adam"})
    void restoredGatesGoOnBitByBit(String optimizer) {
        Gates straight = gates(optimizer, 6, 4);
        Random random = new Random(1);
        for (int i = 0; i < 25; i++) {
            update(straight, random);
        }
        // A removal lies before the save.
        Structure before = structure("net", 6, 4);
        straight = straight.shrink(new PruningPlan(before, Map.of(new UnitLayer("net", 0), new int[] {1, 2, 5})));
        update(straight, random);

        Gates resumed = gates(optimizer, 6, 4).shrink(PruningPlan.downTo(structure("net", 3, 4), before));
        resumed.restore(straight.state());
        assertSame(resumed, straight);

        Random first = new Random(2);
        Random second = new Random(2);
        for (int i = 0; i < 40; i++) {
            assertThat(resumed.draw(second)).containsExactly(straight.draw(first));
            update(straight, first);
            update(resumed, second);
            assertSame(resumed, straight);
        }
        PruningPlan plan =
                new PruningPlan(structure("net", 3, 4), straight.decisions().survivors());
        assertThat(resumed.events(plan, _ -> 0.5)).isEqualTo(straight.events(plan, _ -> 0.5));
        assertThat(straight.decisions().survivors()).isNotEmpty();
    }

    @Test
    void stateHasTheseEntries() {
        assertThat(gates("adam", 2, 1).state().sequencedKeySet())
                .containsExactly(
                        "theta",
                        "unit",
                        "below",
                        "above",
                        "exp_avg",
                        "exp_avg_sq",
                        "steps",
                        "scale",
                        "scale_count",
                        "usefulness",
                        "usefulness_count");
        assertThat(gates("plain", 2, 1).state()).doesNotContainKeys("exp_avg", "exp_avg_sq", "steps");
    }

    @Test
    void stateIsACopy() {
        Gates gates = gates("adam", 2);

        gates.state().values().forEach(values -> values[0] = 9);
        gates.theta()[0] = 9;

        assertThat(gates.theta()).containsExactly(0.3f, 0.3f);
        assertThat(gates.state().get("exp_avg")).containsExactly(0, 0);
    }

    @Test
    void aStateThatDoesNotFitChangesNothing() {
        Gates gates = gates("adam", 2);
        SequencedMap<String, float[]> wrong = gates.state();
        wrong.put("theta", new float[] {0.7f, 0.7f});
        wrong.put("exp_avg", new float[3]);

        assertThatThrownBy(() -> gates.restore(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 numbers in exp_avg, expected 2");
        wrong.remove("exp_avg");
        assertThatThrownBy(() -> gates.restore(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no entry exp_avg");
        assertThat(gates.theta()).containsExactly(0.3f, 0.3f);
    }

    @Test
    void anObservationOfBeforeIsForgotten() {
        Gates gates = gates("plain", 2);
        gates.observe(TestGates.shown(new float[2]), 1);

        gates.restore(gates.state());

        assertThatThrownBy(() -> gates.step(_ -> 0)).isInstanceOf(IllegalStateException.class);
    }
}
