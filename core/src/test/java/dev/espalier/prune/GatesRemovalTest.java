package dev.espalier.prune;

import static dev.espalier.prune.TestGates.config;
import static dev.espalier.prune.TestGates.setTheta;
import static dev.espalier.prune.TestGates.structure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.prune.PruneEvent.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which units go, which stay whatever happens, and what is told of it. */
class GatesRemovalTest {

    private static final UnitLayer FIRST = new UnitLayer("net", 0);
    private static final UnitLayer SECOND = new UnitLayer("net", 1);

    /** Plain steps of rate 1, so that theta falls by just what a unit costs. */
    private static Gates gates(boolean layersMayVanish, double tolerance, int patience, Integer... units) {
        Structure structure = structure("net", units);
        return Gates.start(
                structure.layers(), structure, layersMayVanish, config("plain", 1, 0.5, tolerance, patience));
    }

    /** A step in which theta of each unit falls by a number of its own. */
    private static void fall(Gates gates, float... falls) {
        gates.observe(TestGates.shown(falls), 1);
        gates.step(_ -> 0);
    }

    private static PruningPlan plan(Gates gates) {
        List<Integer> units = gates.layers().stream().map(gates::units).toList();
        return new PruningPlan(
                structure("net", units.toArray(Integer[]::new)),
                gates.decisions().survivors());
    }

    @Test
    void withoutPatienceAUnitGoesAtOnce() {
        Gates gates = gates(true, 0.1, 0, 3, 2);
        setTheta(gates, 0.125f, 0.5f, 0.5f, 0.5f, 0.05f);
        assertThat(gates.decisions().survivors()).as("before any step").isEmpty();

        fall(gates, 0.0625f, 0, 0, 0, 0);

        assertThat(gates.decisions().survivors()).containsOnlyKeys(FIRST, SECOND);
        assertThat(gates.decisions().survivors().get(FIRST)).containsExactly(1, 2);
        assertThat(gates.decisions().survivors().get(SECOND)).containsExactly(0);
    }

    @Test
    void patienceAsksForFurtherStepsWithoutABreak() {
        Gates gates = gates(true, 0.25, 2, 2);

        fall(gates, 0.25f, 0.375f);
        fall(gates, 0, 0);
        assertThat(gates.decisions().survivors()).isEmpty();

        // Unit 0 rises above the tolerance for one step and has to begin anew.
        fall(gates, -0.125f, 0);
        assertThat(gates.decisions().survivors().get(FIRST)).containsExactly(0);
        fall(gates, 0.125f, 0);
        fall(gates, 0, 0);
        assertThat(gates.decisions().survivors().get(FIRST)).containsExactly(0);
        fall(gates, 0, 0);
        assertThat(gates.decisions().survivors().get(FIRST)).isEmpty();
    }

    /** The rule by its words: all of the last patience + 1 values of theta lie at or below the tolerance. */
    @ParameterizedTest
    @CsvSource({"0, 1", "0, 2", "1, 3", "2, 4", "5, 5"})
    void survivorsAreThoseWithALaterThetaAboveTheTolerance(int patience, long seed) {
        Random random = new Random(seed);
        Gates gates = gates(true, 0.25, patience, 8, 5);
        List<float[]> history = new ArrayList<>();
        int removals = 0;
        for (int step = 0; step < 100; step++) {
            float[] falls = new float[13];
            for (int i = 0; i < falls.length; i++) {
                falls[i] = random.nextInt(-1, 2) / 8f;
            }
            fall(gates, falls);
            history.add(gates.theta());

            List<float[]> last = history.subList(Math.max(0, history.size() - patience - 1), history.size());
            int[] stay = IntStream.range(0, 13)
                    .filter(i -> last.size() <= patience || last.stream().anyMatch(theta -> theta[i] > 0.25f))
                    .toArray();
            Map<UnitLayer, int[]> survivors = gates.decisions().survivors();
            int[] first = survivors.getOrDefault(FIRST, IntStream.range(0, 8).toArray());
            int[] second = survivors.getOrDefault(SECOND, IntStream.range(0, 5).toArray());
            assertThat(IntStream.concat(
                                    IntStream.of(first), IntStream.of(second).map(i -> i + 8))
                            .toArray())
                    .containsExactly(stay);
            removals += survivors.size();
        }
        assertThat(removals).isPositive();
    }

    @Test
    void aDenseNetsLayerMayVanish() {
        Gates gates = gates(true, 0, 0, 2, 1);

        fall(gates, 1, 1, 0);
        Gates shrunk = gates.shrink(plan(gates));

        assertThat(shrunk.units(FIRST)).isZero();
        assertThat(shrunk.expected(FIRST)).isZero();
        assertThat(shrunk.draw(new Random(1))).hasSize(1);
        // The last unit of such a layer is like any other.
        assertThat(shrunk.theta()).containsExactly(0.5f);
        fall(shrunk, 1);
        assertThat(shrunk.shrink(plan(shrunk)).size()).isZero();
    }

    @Test
    void aPerceptronsLayerKeepsItsBestUnitWhichNothingMovesAnyMore() {
        Gates gates = gates(false, 0.25, 0, 3, 2);

        fall(gates, 0.5f, 0.3f, 0.4f, 0, 0);
        assertThat(gates.decisions().survivors()).containsOnlyKeys(FIRST);
        assertThat(gates.decisions().survivors().get(FIRST)).containsExactly(1);
        Gates shrunk = gates.shrink(plan(gates));

        assertThat(shrunk.theta()).containsExactly(1, 0.5f, 0.5f);
        fall(shrunk, 1, 0, 0);
        shrunk.observe(TestGates.shown(new float[3]), 1);
        shrunk.step(_ -> 0.125);
        assertThat(shrunk.theta()).containsExactly(1, 0.375f, 0.375f);
        assertThat(shrunk.decisions().survivors()).isEmpty();
    }

    @Test
    void ofEqualsTheFirstStays() {
        Gates gates = gates(false, 0, 0, 3);

        fall(gates, 1, 1, 1);

        assertThat(gates.decisions().survivors().get(FIRST)).containsExactly(0);
    }

    @Test
    void anOnlyUnitIsOpenFromTheStart() {
        Gates gates = gates(false, 0, 0, 1, 2);

        assertThat(gates.theta()).containsExactly(1, 0.5f, 0.5f);
        fall(gates, 1, 0, 0);
        gates.decisions().decide();
        assertThat(gates.theta()).containsExactly(1, 1, 1);
        assertThat(gates.decisions().survivors()).isEmpty();
    }

    @Test
    void roundingKeepsAUnitOfAPerceptronsLayerAndHasNoPatience() {
        Gates gates = gates(false, 0, 100, 3, 2);
        setTheta(gates, 0.1f, 0.4f, 0.3f, 0.6f, 0.2f);

        gates.decisions().decide();

        assertThat(gates.theta()).containsExactly(0, 1, 0, 1, 0);
        assertThat(gates.decisions().survivors().get(FIRST)).containsExactly(1);
        assertThat(gates.decisions().survivors().get(SECOND)).containsExactly(0);
    }

    @Test
    void eventsOfRoundingTellThetaBeforeIt() {
        Gates gates = gates(true, 0, 0, 3, 2);
        setTheta(gates, 0.125f, 0.75f, 0.25f, 0.5f, 1);

        gates.decisions().decide();

        List<PruneEvent> events = gates.events(plan(gates), _ -> 0.5);
        assertThat(events)
                .containsExactly(
                        new PruneEvent(
                                PruneEvent.Kind.REMOVED,
                                FIRST,
                                List.of(0, 2),
                                List.of(0f, 0f),
                                0.5,
                                List.of(0.125f, 0.25f),
                                1),
                        new PruneEvent(PruneEvent.Kind.OPENED, FIRST, List.of(1), List.of(0f), 0.5, List.of(0.75f), 1),
                        new PruneEvent(PruneEvent.Kind.OPENED, SECOND, List.of(0), List.of(0f), 0.5, List.of(0.5f), 2));
    }

    @Test
    void eventsNameTheUnitsAsTheyWereNumberedAtFirst() {
        Gates gates = gates(false, 0, 0, 4, 2);
        // Units 0 and 2 of the first layer go.
        fall(gates, 0.5f, 0.25f, 0.75f, 0.125f, 0, -0.25f);

        List<PruneEvent> events = gates.events(plan(gates), layer -> layer.equals(FIRST) ? 0.03 : 0.5);

        assertThat(events)
                .containsExactly(new PruneEvent(
                        Kind.REMOVED, FIRST, List.of(0, 2), List.of(0.5f, 0.75f), 0.03, List.of(0f, 0f), 2));

        Gates shrunk = gates.shrink(plan(gates));
        // Now both 1 and 3 would go; 3 falls from 0.375 by 0.375 and 1 from 0.25 by 0.25, so that the first stays.
        fall(shrunk, 0.25f, 0.375f, 0, 0);
        events = shrunk.events(plan(shrunk), _ -> 0.04);

        assertThat(events).extracting(PruneEvent::kind).containsExactly(Kind.REMOVED, Kind.KEPT);
        assertThat(events).extracting(PruneEvent::units).containsExactly(List.of(3), List.of(1));
        assertThat(events).extracting(PruneEvent::unitsLeft).containsExactly(1, 1);
        // (0.999 * 0.125 + 0.375) / 1.999
        assertThat(events.getFirst().usefulness().getFirst()).isCloseTo(0.250063f, within(1e-5f));
        assertThat(shrunk.events(new PruningPlan(structure("net", 2, 2), Map.of()), _ -> 0.04))
                .isEmpty();
    }

    @Test
    void theLastUnitIsReportedOnce() {
        Gates gates = gates(false, 0, 0, 2, 2);
        fall(gates, 0.5f, 0, 0, 0);
        PruningPlan first = plan(gates);
        assertThat(gates.events(first, _ -> 0))
                .extracting(PruneEvent::kind, PruneEvent::layer)
                .containsExactly(tuple(Kind.REMOVED, FIRST), tuple(Kind.KEPT, FIRST));

        Gates shrunk = gates.shrink(first);
        fall(shrunk, 1, 0.5f, 0);

        assertThat(shrunk.events(plan(shrunk), _ -> 0))
                .extracting(PruneEvent::kind, PruneEvent::layer)
                .containsExactly(tuple(Kind.REMOVED, SECOND), tuple(Kind.KEPT, SECOND));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void underStrongPressureEverythingIsDecidedAndOneUnitALayerIsLeft(long seed) {
        Random random = new Random(seed);
        Structure structure = structure("net", 9, 7);
        Gates gates = Gates.start(structure.layers(), structure, false, config("adam", 0.02, 0.9, 0.01, 2));
        for (int i = 0; i < 400; i++) {
            gates.observe(TestGates.shown(TestGates.normals(gates.size(), random)), 2);
            gates.step(_ -> 1);
            gates = gates.shrink(plan(gates));
        }

        assertThat(gates.size()).isEqualTo(2);
        assertThat(gates.theta()).containsExactly(1, 1);
    }
}
