package dev.espalier.prune;

import static dev.espalier.prune.TestGates.structure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.prune.ComplexityCost.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Held against a count of every weight and against sums over all patterns of gates. */
class ComplexityCostTest {

    private static final UnitLayer A = new UnitLayer("net", 0);
    private static final UnitLayer B = new UnitLayer("net", 1);
    private static final UnitLayer C = new UnitLayer("net", 2);

    @Test
    void valueAndSlopesOfASumWorkedByHand() {
        // 2 (3 + a + b) c + 0.5 * 4 a  at a = 1, b = 2, c = 0.5: 2 * 6 * 0.5 + 2 = 8.
        ComplexityCost cost = new ComplexityCost(List.of(
                new Term(2, Axis.fixed(3).then(Axis.units(A)).then(Axis.units(B)), Axis.units(C)),
                new Term(0.5, Axis.fixed(4), Axis.units(A))));

        assertThat(cost.value(ComplexityCostTest::abc)).isEqualTo(8);
        // By a: 2 c + 2; by b: 2 c; by c: 2 (3 + a + b).
        assertThat(cost.slopes(List.of(C, B, A), ComplexityCostTest::abc))
                .containsExactly(Map.entry(C, 12.0), Map.entry(B, 1.0), Map.entry(A, 3.0));
        assertThat(cost.times(3).plus(cost).value(ComplexityCostTest::abc)).isEqualTo(32);
        assertThat(cost.times(3).plus(cost).slopes(List.of(A), ComplexityCostTest::abc))
                .containsExactly(Map.entry(A, 12.0));
    }

    private static double abc(UnitLayer layer) {
        return layer.equals(A) ? 1 : layer.equals(B) ? 2 : 0.5;
    }

    @Test
    void aLayerOutsideTheCostHasNoSlope() {
        assertThat(ComplexityCost.linear(Axis.units(A), 2).slopes(List.of(B), ComplexityCostTest::abc))
                .containsExactly(Map.entry(B, 0.0));
    }

    @Test
    void asksForEachLayerOnce() {
        AtomicInteger calls = new AtomicInteger();
        ComplexityCost cost =
                ComplexityCost.denseNet(Axis.fixed(4), structure("net", 3, 2, 1).layers(), 3, true);

        cost.slopes(List.of(A), _ -> calls.incrementAndGet());

        assertThat(calls).hasValue(3);
    }

    @Test
    void aProductOfDependentFactorsIsRefused() {
        assertThatThrownBy(() -> new Term(1, Axis.units(A), Axis.fixed(1).then(Axis.units(A))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("net/0 stands on both axes");
        assertThatThrownBy(() -> new Term(Double.NaN, Axis.units(A), Axis.fixed(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void costOfAStructureIsTheCountOfItsParameters(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            int inputs = random.nextInt(1, 9);
            int outputs = random.nextInt(1, 5);
            double kappa = random.nextInt(5) / 2.0;
            boolean diagonals = random.nextBoolean();
            List<Integer> units =
                    random.ints(random.nextInt(1, 6), 0, 7).boxed().toList();
            Structure structure = structure("net", units.toArray(Integer[]::new));
            List<UnitLayer> layers = structure.layers();
            Axis input = Axis.fixed(inputs);

            assertThat(ComplexityCost.denseNet(input, layers, kappa, diagonals).value(structure::units))
                    .isEqualTo(CostCounter.denseNet(inputs, units, kappa, diagonals));
            assertThat(ComplexityCost.mlp(input, layers, outputs, kappa).value(structure::units))
                    .isEqualTo(CostCounter.mlp(inputs, units, outputs, kappa));
            assertThat(ComplexityCost.linear(input.then(Axis.units(layers.getFirst())), outputs)
                            .value(structure::units))
                    .isEqualTo(CostCounter.matrix(inputs + units.getFirst(), outputs));
            assertThat(ComplexityCost.firstStage(input, layers.getLast()).value(structure::units))
                    .isEqualTo(CostCounter.matrix(inputs, units.getLast()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void expectationAndSlopesAreThoseOfAllPatterns(long seed) {
        Random random = new Random(seed);
        int inputs = random.nextInt(1, 6);
        boolean diagonals = random.nextBoolean();
        List<Integer> units = random.ints(3, 1, 4).boxed().toList();
        List<UnitLayer> layers = structure("net", units.toArray(Integer[]::new)).layers();
        List<Integer> layerOfGate = new ArrayList<>();
        for (int layer = 0; layer < units.size(); layer++) {
            for (int i = 0; i < units.get(layer); i++) {
                layerOfGate.add(layer);
            }
        }
        double[] theta = random.doubles(layerOfGate.size(), 0.05, 0.95).toArray();
        double[] expected = new double[units.size()];
        for (int i = 0; i < theta.length; i++) {
            expected[layerOfGate.get(i)] += theta[i];
        }

        ComplexityCost dense = ComplexityCost.denseNet(Axis.fixed(inputs), layers, 3, diagonals);
        ComplexityCost mlp = ComplexityCost.mlp(Axis.fixed(inputs), layers, 2, 1.5);
        matchesAllPatterns(
                dense,
                layers,
                expected,
                theta,
                layerOfGate,
                active -> CostCounter.denseNet(inputs, active, 3, diagonals));
        matchesAllPatterns(
                mlp, layers, expected, theta, layerOfGate, active -> CostCounter.mlp(inputs, active, 2, 1.5));
    }

    private static void matchesAllPatterns(
            ComplexityCost cost,
            List<UnitLayer> layers,
            double[] expected,
            double[] theta,
            List<Integer> layerOfGate,
            ToDoubleFunction<List<Integer>> count) {
        ToDoubleFunction<int[]> ofPattern = xi -> {
            int[] active = new int[layers.size()];
            for (int i = 0; i < xi.length; i++) {
                active[layerOfGate.get(i)] += xi[i];
            }
            return count.applyAsDouble(Arrays.stream(active).boxed().toList());
        };
        assertThat(cost.value(layer -> expected[layer.index()]))
                .isCloseTo(GatePatterns.expectation(theta, ofPattern), within(1e-9));
        var slopes = cost.slopes(layers, layer -> expected[layer.index()]);
        for (int i = 0; i < theta.length; i++) {
            assertThat(slopes.get(layers.get(layerOfGate.get(i))))
                    .isCloseTo(GatePatterns.slope(theta, i, ofPattern), within(1e-8));
        }
    }

    /** Equation (18): counts of active units may be replaced by sums of theta, since the gates are independent. */
    @Test
    void expectationIsTheMeanOverSampledGates() {
        Structure structure = structure("net", 6, 5, 4);
        Gates gates = Gates.start(structure.layers(), structure, true, TestGates.config("plain", 0.1, 0.5, 0, 0));
        Random random = new Random(11);
        float[] theta = new float[gates.size()];
        for (int i = 0; i < theta.length; i++) {
            theta[i] = random.nextFloat();
        }
        TestGates.setTheta(gates, theta);
        ComplexityCost cost = ComplexityCost.denseNet(Axis.fixed(7), structure.layers(), 3, true);

        int draws = 20_000;
        double sum = 0;
        double squares = 0;
        for (int draw = 0; draw < draws; draw++) {
            float[] xi = gates.draw(random);
            List<Integer> active = List.of(count(xi, 0, 6), count(xi, 6, 11), count(xi, 11, 15));
            double drawn = CostCounter.denseNet(7, active, 3, true);
            sum += drawn;
            squares += drawn * drawn;
        }

        double mean = sum / draws;
        double standardError = Math.sqrt((squares / draws - mean * mean) / draws);
        assertThat(standardError).isLessThan(0.5);
        assertThat(cost.value(gates::expected)).isCloseTo(mean, within(4 * standardError));
    }

    private static int count(float[] xi, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += (int) xi[i];
        }
        return count;
    }
}
