package dev.espalier.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.architecture.NetworkSpec.Input;
import dev.espalier.architecture.NetworkSpec.Role;
import dev.espalier.prune.ComplexityCost;
import dev.espalier.prune.CostCounter;
import dev.espalier.prune.GatePatterns;
import dev.espalier.prune.Structure;
import dev.espalier.prune.UnitLayer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One small agent, counted by hand: 3 observations, 2 actions, phi_o of 2 and 1 units, phi_oa of 1 and 2, kappa 3.
 *
 * <pre>
 * C_o    layer 0: 3 * 2 + 3 * 2 + 3 = 15, layer 1: 5 * 1 + 3 * 1 + 5 = 13    28, 8 of them diagonals
 * C_pi1  dim(z_o) = 6, times 2                                              12
 * C_oa   layer 0: 8 * 1 + 3 * 1 + 8 = 19, layer 1: 9 * 2 + 3 * 2 + 9 = 33    52, 17 of them diagonals
 * C_pred dim(z_oa) = 11, times 3                                            33
 * C_v1   6 * 3                                                              18
 * C_q1   11 * 1                                                             11
 * </pre>
 */
class ComplexityCostsTest {

    private static final NetworkSpec POLICY = new NetworkSpec("policy", Input.STATE, List.of(2, 2), 4, Role.POLICY);
    private static final NetworkSpec VALUE = new NetworkSpec("value", Input.STATE, List.of(3), 1, Role.CRITIC);
    private static final NetworkSpec Q1 = new NetworkSpec("q1", Input.STATE_AND_ACTION, List.of(1), 1, Role.CRITIC);

    private static Blueprint blueprint(boolean diagonals) {
        SequencedMap<String, List<Integer>> hidden = new LinkedHashMap<>();
        hidden.put("phi_o", List.of(2, 1));
        hidden.put("phi_oa", List.of(1, 2));
        List<NetworkSpec> networks = List.of(POLICY, VALUE, Q1);
        networks.forEach(network -> hidden.put(network.name(), network.hidden()));
        return new Blueprint(3, 2, 3, 2, diagonals, networks, new Structure(hidden));
    }

    @ParameterizedTest
    @CsvSource({"0, 40", "0.5, 97", "1, 154"})
    void costOfTheExtractors(double gamma, double expected) {
        Blueprint blueprint = blueprint(true);

        assertThat(new ComplexityCosts(blueprint, 3, gamma).extractors().value(blueprint.structure()::units))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 32", "0.5, 80.5", "1, 129"})
    void costOfExtractorsWithoutDiagonals(double gamma, double expected) {
        Blueprint blueprint = blueprint(false);

        assertThat(new ComplexityCosts(blueprint, 3, gamma).extractors().value(blueprint.structure()::units))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1})
    void whatOneMoreUnitOfEachLayerWouldCost(double gamma) {
        Blueprint blueprint = blueprint(true);
        Structure structure = blueprint.structure();

        Map<UnitLayer, Double> slopes =
                new ComplexityCosts(blueprint, 3, gamma).extractors().slopes(structure.layers(), structure::units);

        // Each unit of phi_o is read, for learning, by phi_oa (1 + 2 units, 2 diagonals), predictor, value and q1.
        double read = gamma * (1 + 1 + 2 + 1 + 3 + 3 + 1);
        assertThat(slopes.get(new UnitLayer("phi_o", 0))).isEqualTo(3 + 3 + 1 + 1 + 2 + read);
        assertThat(slopes.get(new UnitLayer("phi_o", 1))).isEqualTo(5 + 3 + 2 + read);
        assertThat(slopes.get(new UnitLayer("phi_oa", 0))).isEqualTo(gamma * (8 + 3 + 2 + 1 + 3 + 1));
        assertThat(slopes.get(new UnitLayer("phi_oa", 1))).isEqualTo(gamma * (9 + 3 + 3 + 1));
        assertThat(slopes.get(new UnitLayer("policy", 0))).isEqualTo(6);
        assertThat(slopes.get(new UnitLayer("policy", 1))).isZero();
        assertThat(slopes.get(new UnitLayer("value", 0))).isEqualTo(gamma * 6);
        assertThat(slopes.get(new UnitLayer("q1", 0))).isEqualTo(gamma * 11);
    }

    @Test
    void costOfEachNetwork() {
        Blueprint blueprint = blueprint(true);
        ComplexityCosts costs = new ComplexityCosts(blueprint, 3, 1);
        ToDoubleFunction<UnitLayer> units = blueprint.structure()::units;

        assertThat(costs.network(POLICY).value(units)).isEqualTo((6 + 3) * 2 + (2 + 3) * 2 + (2 + 1) * 4);
        assertThat(costs.network(VALUE).value(units)).isEqualTo((6 + 3) * 3 + (3 + 1));
        assertThat(costs.network(Q1).value(units)).isEqualTo((11 + 3) * 1 + (1 + 1));
    }

    @Test
    void agentsWithoutExtractorsHaveNoSuchCost() {
        List<NetworkSpec> networks = List.of(POLICY);
        Blueprint plain = new Blueprint(3, 2, 3, 0, false, networks, Blueprint.dense(0, 0, networks));

        assertThat(new ComplexityCosts(plain, 1, 1).network(POLICY).value(plain.structure()::units))
                .isEqualTo((3 + 1) * 2 + (2 + 1) * 2 + (2 + 1) * 4);
        assertThatThrownBy(() -> new ComplexityCosts(plain, 1, 1).extractors())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("without extractors");
    }

    /** Gates of extractors and agent all drawn at once; the sum over all 2^14 patterns counts every weight. */
    @Test
    void expectationAndSlopesAreThoseOfAllPatterns() {
        Blueprint blueprint = blueprint(true);
        double gamma = 0.3;
        ComplexityCost cost = new ComplexityCosts(blueprint, 3, gamma).extractors();
        List<UnitLayer> layers = blueprint.structure().layers();
        List<UnitLayer> layerOfGate = new ArrayList<>();
        layers.forEach(layer -> {
            for (int i = 0; i < blueprint.structure().units(layer); i++) {
                layerOfGate.add(layer);
            }
        });
        double[] theta = new Random(5).doubles(layerOfGate.size(), 0.05, 0.95).toArray();
        Map<UnitLayer, Double> expected = new LinkedHashMap<>();
        for (int i = 0; i < theta.length; i++) {
            expected.merge(layerOfGate.get(i), theta[i], Double::sum);
        }
        ToDoubleFunction<UnitLayer> sizes = layer -> expected.getOrDefault(layer, 0.0);
        ToDoubleFunction<int[]> count = xi -> {
            Map<UnitLayer, Integer> active = new LinkedHashMap<>();
            for (int i = 0; i < xi.length; i++) {
                active.merge(layerOfGate.get(i), xi[i], Integer::sum);
            }
            return counted(blueprint.structure().with(active), gamma);
        };

        assertThat(theta).hasSize(14);
        assertThat(cost.value(sizes)).isCloseTo(GatePatterns.expectation(theta, count), within(1e-8));
        Map<UnitLayer, Double> slopes = cost.slopes(layers, sizes);
        for (int i = 0; i < theta.length; i++) {
            assertThat(slopes.get(layerOfGate.get(i)))
                    .as("slope of gate %d", i)
                    .isCloseTo(GatePatterns.slope(theta, i, count), within(1e-7));
        }
    }

    private static double counted(Structure structure, double gamma) {
        List<Integer> phiO = structure.hidden("phi_o");
        List<Integer> phiOa = structure.hidden("phi_oa");
        int stateFeatures = CostCounter.denseNetOutputs(3, phiO);
        int pairFeatures = CostCounter.denseNetOutputs(stateFeatures + 2, phiOa);
        double deployed = CostCounter.denseNet(3, phiO, 3, true)
                + CostCounter.matrix(stateFeatures, structure.hidden("policy").getFirst());
        double learning = CostCounter.denseNet(stateFeatures + 2, phiOa, 3, true)
                + CostCounter.matrix(pairFeatures, 3)
                + CostCounter.matrix(stateFeatures, structure.hidden("value").getFirst())
                + CostCounter.matrix(pairFeatures, structure.hidden("q1").getFirst());
        return deployed + gamma * learning;
    }
}
