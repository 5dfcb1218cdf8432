package dev.espalier.run.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.architecture.Blueprint;
import dev.espalier.architecture.NetworkSpec;
import dev.espalier.architecture.NetworkSpec.Input;
import dev.espalier.architecture.NetworkSpec.Role;
import dev.espalier.env.Environments;
import dev.espalier.run.TestRuns;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The networks for settings and tasks. */
class BlueprintsTest {

    private static Blueprint blueprint(String env, String... changes) {
        String[] all = new String[changes.length + 1];
        all[0] = "env=" + env;
        System.arraycopy(changes, 0, all, 1, changes.length);
        return Blueprints.of(TestRuns.config(all), Environments.spec(env));
    }

    @Test
    void sacReadsObservations() {
        Blueprint blueprint = blueprint("Hopper-v5", "sac.hidden=[7, 5]");

        assertThat(blueprint.hasExtractors()).isFalse();
        assertThat(blueprint.networks())
                .containsExactly(
                        new NetworkSpec("policy", Input.STATE, List.of(7, 5), 6, Role.POLICY),
                        new NetworkSpec("value", Input.STATE, List.of(7, 5), 1, Role.CRITIC),
                        new NetworkSpec("q1", Input.STATE_AND_ACTION, List.of(7, 5), 1, Role.CRITIC),
                        new NetworkSpec("q2", Input.STATE_AND_ACTION, List.of(7, 5), 1, Role.CRITIC));
        assertThat(blueprint.structure().hidden().keySet()).containsExactly("policy", "value", "q1", "q2");
        assertThat(blueprint.pairFeatures().size(blueprint.structure())).isEqualTo(11 + 3);
    }

    /** Layers and predicted entries of OFENet's authors. */
    @ParameterizedTest
    @CsvSource({
        "HalfCheetah-v2, 8, 17",
        "HalfCheetah-v5, 8, 17",
        "Hopper-v2, 6, 11",
        "Walker2d-v2, 6, 17",
        "Ant-v2, 6, 27",
        "Ant-v5, 6, 27",
        "InvertedDoublePendulum-v5, 6, 9"
    })
    void extractorsSuitTheTask(String env, int layers, int predicted) {
        Blueprint blueprint = blueprint(env, "ofe.units=9");

        assertThat(blueprint.extractorLayers()).isEqualTo(layers);
        assertThat(blueprint.predicted()).isEqualTo(predicted);
        assertThat(blueprint.structure().hidden("phi_o")).isEqualTo(Collections.nCopies(layers, 9));
        assertThat(blueprint.structure().hidden("phi_oa")).isEqualTo(Collections.nCopies(layers, 9));
        assertThat(blueprint.diagonals()).isFalse();
    }

    @Test
    void diagonalsAreThoseOfExtractors() {
        assertThat(blueprint("Hopper-v5", "ofe.diagonals=true").diagonals()).isFalse();
        assertThat(blueprint("Hopper-v5", "ofe.units=9").diagonals()).isFalse();
        assertThat(blueprint("Hopper-v5", "ofe.units=9", "ofe.diagonals=true").diagonals())
                .isTrue();
    }

    @Test
    void layersMayBeAskedFor() {
        assertThat(blueprint("HalfCheetah-v5", "ofe.units=9", "ofe.layers=2")
                        .structure()
                        .hidden("phi_oa"))
                .containsExactly(9, 9);
    }

    @Test
    void aStructureReplacesSizes() {
        Blueprint blueprint = blueprint(
                "Hopper-v5",
                "ofe.units=9",
                "structure={phi_o: [4, 0, 3], phi_oa: [0, 1, 2], policy: [6, 5], q2: [8, 7]}");

        assertThat(blueprint.extractorLayers()).isEqualTo(3);
        assertThat(blueprint.structure().hidden().toString())
                .isEqualTo(
                        "{phi_o=[4, 0, 3], phi_oa=[0, 1, 2], policy=[6, 5], value=[16, 16], q1=[16, 16], q2=[8, 7]}");
        assertThat(blueprint.networks()).extracting(NetworkSpec::hidden).contains(List.of(6, 5), List.of(8, 7));
        assertThat(blueprint.stateFeatures().size(blueprint.structure())).isEqualTo(11 + 7);
        assertThat(blueprint.pairFeatures().size(blueprint.structure())).isEqualTo(11 + 7 + 3 + 3);
    }

    @Test
    void theReferenceIsPresetOfe() {
        assertThat(Blueprints.reference(Environments.spec("Hopper-v5"), "sac")
                        .structure()
                        .hidden()
                        .toString())
                .isEqualTo("{phi_o=[32, 32, 32, 32, 32, 32], phi_oa=[32, 32, 32, 32, 32, 32], policy=[256, 256],"
                        + " value=[256, 256], q1=[256, 256], q2=[256, 256]}");
        assertThat(Blueprints.reference(Environments.spec("Hopper-v5"), "td3")
                        .structure()
                        .hidden()
                        .keySet())
                .containsExactly("phi_o", "phi_oa", "policy", "q1", "q2");
    }
}
