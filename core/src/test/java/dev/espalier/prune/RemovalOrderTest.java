package dev.espalier.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemovalOrderTest {

    private static final UnitLayer FIRST = new UnitLayer("a", 0);
    private static final UnitLayer SECOND = new UnitLayer("b", 0);

    /** Units of the second network cost ten times as much. */
    private static long size(Structure structure) {
        return structure.units(FIRST) + 10L * structure.units(SECOND);
    }

    private static Structure structure(int first, int second) {
        SequencedMap<String, List<Integer>> hidden = new LinkedHashMap<>();
        hidden.put("a", List.of(first));
        hidden.put("b", List.of(second));
        return new Structure(hidden);
    }

    private static PruningPlan plan(long most, boolean mayVanish, float[] first, float[] second) {
        Map<UnitLayer, float[]> scores = new LinkedHashMap<>();
        scores.put(FIRST, first);
        scores.put(SECOND, second);
        return new RemovalOrder(_ -> mayVanish, RemovalOrderTest::size)
                .downTo(most, structure(first.length, second.length), scores);
    }

    @Test
    void theLowestScoresGoFirst() {
        // 23 to 12: 0.1 (1) and 0.2 (10) go.
        PruningPlan plan = plan(12, true, new float[] {0.5f, 0.1f, 0.9f}, new float[] {0.2f, 0.6f});

        assertThat(plan.kept(FIRST)).containsExactly(0, 2);
        assertThat(plan.kept(SECOND)).containsExactly(1);
    }

    @Test
    void aUnitThatFitsAgainComesBack() {
        // 23 to 13: 0.1 (1), then 0.2 (10): 12 are left, and the first has room again.
        PruningPlan plan = plan(13, true, new float[] {0.5f, 0.1f, 0.9f}, new float[] {0.2f, 0.6f});

        assertThat(plan.kept(FIRST)).containsExactly(0, 1, 2);
        assertThat(plan.kept(SECOND)).containsExactly(1);
    }

    @Test
    void nothingGoesWhereThereIsRoom() {
        assertThat(plan(23, true, new float[] {0, 0, 0}, new float[] {0, 0}).isEmpty())
                .isTrue();
    }

    @Test
    void theBestUnitOfALayerStaysWhereItMust() {
        PruningPlan plan = plan(0, false, new float[] {0.5f, 0.1f, 0.9f}, new float[] {0.2f, 0.1f});

        assertThat(plan.kept(FIRST)).containsExactly(2);
        assertThat(plan.kept(SECOND)).containsExactly(0);
        assertThat(plan(0, true, new float[] {0.5f}, new float[] {0.2f}).after())
                .isEqualTo(structure(0, 0));
    }

    /** Small enough, and no single unit of those that went would still have room. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void leavesAsMuchAsFits(long seed) {
        Random random = new Random(seed);
        float[] first = TestGates.normals(1 + random.nextInt(30), random);
        float[] second = TestGates.normals(1 + random.nextInt(30), random);
        long most = random.nextLong(size(structure(first.length, second.length)) + 1);

        Structure after = plan(most, true, first, second).after();

        assertThat(size(after)).isLessThanOrEqualTo(most);
        if (after.units(FIRST) < first.length) {
            assertThat(size(after) + 1).isGreaterThan(most);
        }
        if (after.units(SECOND) < second.length) {
            assertThat(size(after) + 10).isGreaterThan(most);
        }
    }
}
