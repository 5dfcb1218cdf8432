package dev.espalier.agent.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.architecture.Blueprint;
import dev.espalier.architecture.NetworkSpec;
import dev.espalier.architecture.NetworkSpec.Input;
import dev.espalier.architecture.NetworkSpec.Role;
import dev.espalier.prune.LeaveOut;
import dev.espalier.prune.PruneConfig;
import dev.espalier.prune.Structure;
import dev.espalier.prune.UnitLayer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * From settings to prices, worked by hand: 3 observations, 2 actions, 2 predicted entries, kappa 4, gamma 0.3, and
 * another nu and lambda for each role. Units at the start, and how many are expected when prices are asked for:
 *
 * <pre>
 *            start   expected
 * phi_o      2, 1    1.25, 0.5     dim(z_o)      6   4.75
 * phi_oa     1, 2    0.25, 1       dim([z_o;a])  8   6.75
 * policy     2, 2    1, 1.5        dim(z_oa)    11   8
 * value      3       2
 * q1         2, 1    1.5, 0.5
 * </pre>
 */
class RegulariserTest {

    private static final NetworkSpec POLICY = new NetworkSpec("policy", Input.STATE, List.of(2, 2), 4, Role.POLICY);
    private static final NetworkSpec VALUE = new NetworkSpec("value", Input.STATE, List.of(3), 1, Role.CRITIC);
    private static final NetworkSpec Q1 = new NetworkSpec("q1", Input.STATE_AND_ACTION, List.of(2, 1), 1, Role.CRITIC);

    private static final Map<UnitLayer, Double> EXPECTED = Map.of(
            new UnitLayer("phi_o", 0), 1.25,
            new UnitLayer("phi_o", 1), 0.5,
            new UnitLayer("phi_oa", 0), 0.25,
            new UnitLayer("phi_oa", 1), 1.0,
            new UnitLayer("policy", 0), 1.0,
            new UnitLayer("policy", 1), 1.5,
            new UnitLayer("value", 0), 2.0,
            new UnitLayer("q1", 0), 1.5,
            new UnitLayer("q1", 1), 0.5);

    private static final PruneConfig CONFIG = config("cost");

    private static PruneConfig config(String price) {
        return new PruneConfig(
                true,
                "theta",
                "straight_through",
                0.9,
                "plain",
                0.1,
                0,
                0,
                1_000_000,
                new LeaveOut(0.25, 200_000),
                0,
                0.8,
                price,
                PruneConfig.Target.NONE,
                0.3,
                4,
                new PruneConfig.ByRole(0.2, 0.5, 0.7),
                new PruneConfig.ByRole(0.01, 0.02, 0.04));
    }

    private static Blueprint blueprint() {
        SequencedMap<String, List<Integer>> hidden = new LinkedHashMap<>();
        hidden.put("phi_o", List.of(2, 1));
        hidden.put("phi_oa", List.of(1, 2));
        List<NetworkSpec> networks = List.of(POLICY, VALUE, Q1);
        networks.forEach(network -> hidden.put(network.name(), network.hidden()));
        return new Blueprint(3, 2, 2, 2, true, networks, new Structure(hidden));
    }

    private static void assertPrice(Regulariser regulariser, String network, int layer, double price) {
        ToDoubleFunction<UnitLayer> prices = regulariser.price(each -> Objects.requireNonNull(EXPECTED.get(each)));
        assertThat(prices.applyAsDouble(new UnitLayer(network, layer)))
                .as("a unit of %s.%d", network, layer)
                .isCloseTo(price, within(1e-12));
    }

    @Test
    void ofTheExtractors() {
        Regulariser extractors = Regulariser.ofExtractors(blueprint(), CONFIG);

        // C_o    = 3*2 + 4*2 + 3 + 5*1 + 4*1 + 5 = 31,  C_pi1  = 6*2 = 12
        // C_oa   = 8*1 + 4*1 + 8 + 9*2 + 4*2 + 9 = 55,  C_pred = 11*2 = 22,  C_v1 = 6*3 = 18,  C_q1 = 11*2 = 22
        double all = 31 + 12 + 0.3 * (55 + 22 + 18 + 22);
        // A unit of phi_o, while learning: 1.25 units and 2 diagonals of phi_oa, predictor, value and q1.
        double read = 0.3 * (1.25 + 2 + 2 + 2 + 1.5);
        // Its inputs, kappa, for the first layer units and diagonal of the second, and the policy.
        assertPrice(extractors, "phi_o", 0, 0.2 * (3 + 4 + 0.5 + 1 + 1 + read) / all);
        assertPrice(extractors, "phi_o", 1, 0.2 * (3 + 1.25 + 4 + 1 + read) / all);
        // Inputs, kappa, for the first layer units and diagonal of the second, predictor and q1.
        assertPrice(extractors, "phi_oa", 0, 0.2 * 0.3 * (6.75 + 4 + 1 + 1 + 2 + 1.5) / all);
        assertPrice(extractors, "phi_oa", 1, 0.2 * 0.3 * (6.75 + 0.25 + 4 + 2 + 1.5) / all);
        assertThat(extractors.lambda()).isEqualTo(0.01);
        assertThat(extractors.layersMayVanish()).isTrue();
        assertThat(extractors.layers())
                .containsExactly(
                        new UnitLayer("phi_o", 0),
                        new UnitLayer("phi_o", 1),
                        new UnitLayer("phi_oa", 0),
                        new UnitLayer("phi_oa", 1));
    }

    /** Of 4 units in the policy and 6 in the extractors each pays the same, wherever it is. */
    @Test
    void aUniformPrice() {
        Regulariser policy = Regulariser.of(POLICY, blueprint(), config("uniform"));
        assertPrice(policy, "policy", 0, 0.5 / 4);
        assertPrice(policy, "policy", 1, 0.5 / 4);
        Regulariser extractors = Regulariser.ofExtractors(blueprint(), config("uniform"));
        assertPrice(extractors, "phi_o", 1, 0.2 / 6);
        assertPrice(extractors, "phi_oa", 0, 0.2 / 6);
    }

    @Test
    void ofThePolicy() {
        Regulariser policy = Regulariser.of(POLICY, blueprint(), CONFIG);

        double all = (6 + 4) * 2 + (2 + 4) * 2 + (2 + 1) * 4;
        assertPrice(policy, "policy", 0, 0.5 * (4.75 + 4 + 1.5) / all);
        assertPrice(policy, "policy", 1, 0.5 * (1 + 4 + 4) / all);
        assertPrice(policy, "phi_o", 0, 0);
        assertThat(policy.lambda()).isEqualTo(0.02);
        assertThat(policy.layersMayVanish()).isFalse();
        assertThat(policy.layers()).containsExactly(new UnitLayer("policy", 0), new UnitLayer("policy", 1));
    }

    @Test
    void ofTheValueNetwork() {
        Regulariser value = Regulariser.of(VALUE, blueprint(), CONFIG);

        assertPrice(value, "value", 0, 0.7 * (4.75 + 4 + 1) / ((6 + 4) * 3 + (3 + 1) * 1));
        assertThat(value.lambda()).isEqualTo(0.04);
        assertThat(value.layersMayVanish()).isFalse();
    }

    @Test
    void ofAQNetwork() {
        Regulariser q1 = Regulariser.of(Q1, blueprint(), CONFIG);

        double all = (11 + 4) * 2 + (2 + 4) * 1 + (1 + 1) * 1;
        assertPrice(q1, "q1", 0, 0.7 * (8 + 4 + 0.5) / all);
        assertPrice(q1, "q1", 1, 0.7 * (1.5 + 4 + 1) / all);
        assertPrice(q1, "phi_oa", 0, 0);
        assertThat(q1.lambda()).isEqualTo(0.04);
        assertThat(q1.layersMayVanish()).isFalse();
    }
}
