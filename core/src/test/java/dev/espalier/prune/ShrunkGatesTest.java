package dev.espalier.prune;

import static dev.espalier.prune.TestGates.config;
import static dev.espalier.prune.TestGates.structure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gates after a removal: those of units that stay keep their state and notice nothing. */
class ShrunkGatesTest {

    @ParameterizedTest
    @CsvSource({"plain, 1", "plain, 2", "adam, 3", "adam, 4", "adam, 5"})
    void survivorsKeepAllTheirStateAndMoveAsInTheUnprunedGates(String optimizer, long seed) {
        Random random = new Random(seed);
        Structure structure = structure("net", 6, 5, 4);
        Gates all = Gates.start(structure.layers(), structure, true, config(optimizer, 0.003, 0.5, 0.45, 3));
        for (int i = 0; i < 30; i++) {
            all.observe(TestGates.shown(TestGates.normals(15, random)), random.nextDouble(0.1, 10));
            all.step(layer -> 0.1 * layer.index());
        }
        PruningPlan plan = TestGates.randomPlan(structure, random);
        long[] kept = plan.kept(axis(structure));
        // An observation that no step has used yet goes along, too.
        all.observe(TestGates.shown(TestGates.normals(15, random)), 1);
        Gates some = all.shrink(plan);
        sameState(all, some, kept);

        for (int i = 0; i < 50; i++) {
            all.step(layer -> 0.1 * layer.index());
            some.step(layer -> 0.1 * layer.index());
            sameState(all, some, kept);
            float[] usefulness = TestGates.normals(15, random);
            double loss = random.nextDouble(0.1, 10);
            all.observe(TestGates.shown(usefulness), loss);
            some.observe(TestGates.shown(select(usefulness, kept)), loss);
        }
        assertThat(select(all.usefulness(), kept)).containsExactly(some.usefulness());
    }

    private static Axis axis(Structure structure) {
        return structure.layers().stream().map(Axis::units).reduce(Axis.fixed(0), Axis::then);
    }

    private static void sameState(Gates all, Gates some, long[] kept) {
        Map<String, float[]> expected = all.state();
        Map<String, float[]> actual = some.state();
        assertThat(actual).containsOnlyKeys(expected.keySet());
        expected.forEach((name, values) -> assertThat(actual)
                .hasEntrySatisfying(
                        name,
                        found -> assertThat(found)
                                .as(name)
                                .containsExactly(values.length == 1 ? values : select(values, kept))));
    }

    private static float[] select(float[] values, long[] kept) {
        float[] selected = new float[kept.length];
        for (int i = 0; i < kept.length; i++) {
            selected[i] = values[(int) kept[i]];
        }
        return selected;
    }

    @Test
    void aPlanThatDoesNotFitIsRefused() {
        Structure structure = structure("net", 3, 2);
        Gates gates = Gates.start(structure.layers(), structure, false, config("plain", 1, 0.5, 0, 0));

        assertThatThrownBy(() -> gates.shrink(new PruningPlan(structure("net", 3, 3), Map.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("net/1: the plan is for 3 units, but there are 2");
        assertThatThrownBy(() -> gates.shrink(
                        new PruningPlan(structure("net", 3, 2), Map.of(new UnitLayer("net", 0), new int[0]))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("net/0");
    }
}
