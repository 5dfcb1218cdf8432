package dev.espalier.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.espalier.architecture.Blueprint;
import dev.espalier.architecture.NetworkSpec;
import dev.espalier.architecture.NetworkSpec.Input;
import dev.espalier.architecture.NetworkSpec.Role;
import dev.espalier.architecture.ParameterCount;
import dev.espalier.config.ConfigLoader;
import dev.espalier.config.ConfigRequest;
import dev.espalier.env.Environments;
import dev.espalier.prune.Structure;
import dev.espalier.run.loop.Blueprints;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parameter counts against published numbers and numbers computed by hand. */
class ParameterCountTest {

    private static ParameterCount count(String env, String preset) {
        var request = new ConfigRequest(null, List.of(), Map.of("--env", env, "--preset", preset));
        return ParameterCount.of(Blueprints.of(new ConfigLoader(List.of(env)).load(request), Environments.spec(env)));
    }

    /** Table 4 of the paper, in thousands. */
    @ParameterizedTest
    @CsvSource({
        "HalfCheetah-v2, sac,       74,  289, 1.5",
        "HalfCheetah-v2, sac-big, 1081, 4300, 1.5",
        "HalfCheetah-v2, ofe,      174,  821, 1.5",
        "HalfCheetah-v2, ofe-big, 1286, 6276, 1.5",
        "Ant-v2,         sac,      100,  389, 1.5",
        "Ant-v2,         sac-big, 1182, 4695, 1.5",
        "Ant-v2,         ofe,      187,  799, 1.5",
        "Ant-v2,         ofe-big, 1057, 5114, 3",
        "Hopper-v2,      sac,       71,  280, 1.5",
        "Hopper-v2,      sac-big, 1069, 4264, 1.5",
        "Hopper-v2,      ofe,      139,  651, 1.5",
        "Hopper-v2,      ofe-big,  924, 4573, 1.5",
        "Walker2d-v2,    sac,       74,  289, 1.5",
        "Walker2d-v2,    sac-big, 1081, 4301, 1.5",
        "Walker2d-v2,    ofe,      143,  663, 1.5",
        "Walker2d-v2,    ofe-big,  934, 4613, 1.5"
    })
    void baselinesHaveTheSizesOfThePaper(String env, String preset, int deployed, int trained, double percent) {
        ParameterCount count = count(env, preset);

        assertThat(count.deployed() / 1000.0).isCloseTo(deployed, withinPercentage(1.5));
        assertThat(count.trained() / 1000.0).isCloseTo(trained, withinPercentage(percent));
    }

    @Test
    void halfCheetahsOfeByHand() {
        ParameterCount count = count("HalfCheetah-v2", "ofe");

        assertThat(count.networks().toString())
                .isEqualTo("{phi_o=34304, phi_oa=101376, predictor=9112, policy=139020, value=136193, q1=203265,"
                        + " q2=203265}");
        assertThat(count.deployed()).isEqualTo(34_304 + 139_020);
        assertThat(count.trained()).isEqualTo(34_304 + 101_376 + 9_112 + 139_020 + 136_193 + 2 * 203_265);
    }

    @Test
    void withoutExtractorsTheyCountNothing() {
        assertThat(count("Hopper-v2", "sac").networks())
                .containsEntry("phi_o", 0L)
                .containsEntry("phi_oa", 0L)
                .containsEntry("predictor", 0L)
                .containsEntry("value", (11 + 1) * 256L + (256 + 1) * 256 + 256 + 1);
    }

    /** 2 observation entries, 1 action entry; phi_o has layers of 3 and 0 units, phi_oa of 1 and 2. */
    @Test
    void smallNetworkWithDiagonalsByHand() {
        var networks = List.of(new NetworkSpec("policy", Input.STATE, List.of(4), 2, Role.POLICY));
        var structure = new LinkedHashMap<>(Blueprint.dense(5, 2, networks).hidden());
        structure.put("phi_o", List.of(3, 0));
        structure.put("phi_oa", List.of(1, 2));
        var pruned = new Blueprint(2, 1, 2, 2, true, networks, new Structure(structure));

        ParameterCount count = ParameterCount.of(pruned);

        // weights, biases, batch norm and diagonals of the first layer; the second has only 5 diagonals
        assertThat(count.networks()).containsEntry("phi_o", (2 * 3 + 3 + 4 * 3 + 2) + 5L);
        // z_o has 5 entries, so the layers read 6 and 7
        assertThat(count.networks()).containsEntry("phi_oa", (6 + 1 + 4 + 6) + (7 * 2 + 2 + 4 * 2 + 7L));
        assertThat(count.networks()).containsEntry("predictor", 9 * 2 + 2L);
        assertThat(count.networks()).containsEntry("policy", (5 * 4 + 4) + (4 * 2 + 2L));
        assertThat(count.deployed()).isEqualTo(28 + 34);
        assertThat(count.trained()).isEqualTo(28 + 48 + 20 + 34);
    }
}
