package dev.espalier.prune;

import static dev.espalier.prune.TestGates.randomPlan;
import static dev.espalier.prune.TestGates.randomStructure;
import static dev.espalier.prune.TestGates.structure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.prune.Axis.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Structures, axes and plans, held against lists of names in which entries are simply looked up. */
class PruningPlanTest {

    private static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    private static Axis randomAxis(Structure structure, RandomGenerator random) {
        Axis axis = Axis.fixed(random.nextInt(4));
        List<UnitLayer> layers = structure.layers();
        for (int i = random.nextInt(6); i > 0; i--) {
            Axis next = random.nextInt(3) == 0
                    ? Axis.fixed(random.nextInt(4))
                    : Axis.units(layers.get(random.nextInt(layers.size())));
            axis = random.nextBoolean() ? axis.then(next) : next.then(axis);
        }
        return axis;
    }

    /** A name for each entry along an axis, such as {@code net1/0:3}. */
    private static List<String> names(Axis axis, Structure structure) {
        List<String> names = new ArrayList<>();
        for (Segment segment : axis.segments()) {
            int size = switch (segment) {
                case Segment.Fixed(int fixed) -> fixed;
                case Segment.Units(UnitLayer layer) ->
                    structure.hidden(layer.network()).get(layer.index());
            };
            String name = segment instanceof Segment.Units(UnitLayer layer) ? layer.toString() : "fixed";
            for (int i = 0; i < size; i++) {
                names.add(name + ":" + i);
            }
        }
        return names;
    }

    private static boolean stays(String name, Structure structure, PruningPlan plan) {
        for (UnitLayer layer : structure.layers()) {
            for (int i = 0; i < structure.units(layer); i++) {
                if (name.equals(layer + ":" + i)) {
                    final int position = i;
                    return Arrays.stream(plan.kept(layer)).anyMatch(kept -> kept == position);
                }
            }
        }
        return true;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void keptEntriesOfAnAxisAreThoseOfKeptUnits(long seed) {
        Random random = new Random(seed);
        Structure structure = randomStructure(random);
        PruningPlan plan = randomPlan(structure, random);
        Axis axis = randomAxis(structure, random);
        List<String> names = names(axis, structure);

        long[] kept = plan.kept(axis);

        assertThat(axis.size(structure)).isEqualTo(names.size());
        assertThat(kept).hasSize(axis.size(plan.after()));
        List<String> expected =
                names.stream().filter(name -> stays(name, structure, plan)).toList();
        assertThat(Arrays.stream(kept).mapToObj(i -> names.get((int) i))).containsExactlyElementsOf(expected);
        assertThat(kept).isSorted();
        assertThat(plan.touches(axis.layers())).isEqualTo(expected.size() < names.size());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void oneAfterTheOtherIsBothAtOnce(long seed) {
        Random random = new Random(seed);
        Structure structure = randomStructure(random);
        PruningPlan first = randomPlan(structure, random);
        PruningPlan second = randomPlan(first.after(), random);
        PruningPlan composed = first.then(second);
        Axis axis = randomAxis(structure, random);

        long[] early = first.kept(axis);
        long[] late = second.kept(axis);

        assertThat(composed.after()).isEqualTo(second.after());
        assertThat(composed.isEmpty()).isEqualTo(first.isEmpty() && second.isEmpty());
        assertThat(Arrays.stream(late).map(i -> early[(int) i]).toArray()).containsExactly(composed.kept(axis));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aStructureIsReachedFromALargerOne(long seed) {
        Random random = new Random(seed);
        Structure structure = randomStructure(random);
        Structure smaller = randomPlan(structure, random).after();

        PruningPlan plan = PruningPlan.downTo(smaller, structure);

        assertThat(plan.before()).isEqualTo(structure);
        assertThat(plan.after()).isEqualTo(smaller);
        assertThat(plan.isEmpty()).isEqualTo(smaller.equals(structure));
        for (UnitLayer layer : structure.layers()) {
            assertThat(plan.kept(layer))
                    .containsExactly(IntStream.range(0, smaller.units(layer)).toArray());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aChangedStructureDiffersWhereItWasChanged(long seed) {
        Random random = new Random(seed);
        Structure structure = randomStructure(random);
        UnitLayer changed =
                structure.layers().get(random.nextInt(structure.layers().size()));

        Structure other = structure.with(Map.of(changed, 99));

        assertThat(other.layers()).isEqualTo(structure.layers());
        for (UnitLayer layer : structure.layers()) {
            assertThat(other.units(layer)).isEqualTo(layer.equals(changed) ? 99 : structure.units(layer));
            assertThat(structure.layers(layer.network())).contains(layer);
        }
    }

    @Test
    void whatIsNotThereCannotBeKept() {
        Structure structure = structure("net", 3, 2);
        UnitLayer layer = new UnitLayer("net", 0);

        for (int[] kept : new int[][] {{3}, {-1}, {1, 1}, {2, 1}}) {
            assertThatThrownBy(() -> new PruningPlan(structure, Map.of(layer, kept)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("net/0");
        }
        assertThatThrownBy(() -> PruningPlan.downTo(structure("net", 4, 2), structure))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 3 units, found 4");
        assertThatThrownBy(() -> structure.hidden("other"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no network other");
    }

    @Test
    void aPlanDoesNotChangeWithTheArraysItWasMadeOf() {
        UnitLayer layer = new UnitLayer("net", 0);
        int[] kept = {0, 2};
        PruningPlan plan = new PruningPlan(structure("net", 3), Map.of(layer, kept));

        kept[0] = 1;
        plan.kept(layer)[1] = 1;

        assertThat(plan.kept(layer)).containsExactly(0, 2);
    }
}
