package dev.espalier.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EnvironmentsTest {

    @TempDir
    private Path folder;

    static List<EnvironmentSpec> all() {
        return Environments.all();
    }

    @Test
    void listsElevenTasksOfVersion5AndFourOfVersion2() {
        assertThat(all().stream().map(EnvironmentSpec::id))
                .containsExactly(
                        "Ant-v2",
                        "Ant-v5",
                        "HalfCheetah-v2",
                        "HalfCheetah-v5",
                        "Hopper-v2",
                        "Hopper-v5",
                        "Humanoid-v5",
                        "HumanoidStandup-v5",
                        "InvertedDoublePendulum-v5",
                        "InvertedPendulum-v5",
                        "Pusher-v5",
                        "Reacher-v5",
                        "Swimmer-v5",
                        "Walker2d-v2",
                        "Walker2d-v5");
    }

    @ParameterizedTest
    @MethodSource("all")
    void theListSaysWhatTheEnvironmentIs(EnvironmentSpec spec) {
        try (var environment = Environments.makeMujoco(spec.id())) {
            assertThat(environment.id()).isEqualTo(spec.id());
            assertThat(environment.observationSpace()).isEqualTo(BoxSpace.unbounded(spec.observationSize()));
            assertThat(environment.actionSpace().size()).isEqualTo(spec.actionSize());
            assertThat(environment.reset(0)).hasSize(spec.observationSize());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void episodesAreTruncatedAtTheTimeLimit(EnvironmentSpec spec) {
        try (var environment = Environments.makeMujoco(spec.id())) {
            environment.reset(0);
            double[] action = new double[spec.actionSize()];
            for (int i = 1; i <= spec.maxEpisodeSteps() + 1; i++) {
                assertThat(environment.stepPastEnd(action).truncated())
                        .as("step " + i)
                        .isEqualTo(i >= spec.maxEpisodeSteps());
            }
        }
    }

    /** The path of a model stays private; a hash distinguishes models of the same name. */
    @Test
    void aModelIsCalledAfterItsFile() {
        assertThat(Environments.name("Hopper-v5")).isEqualTo("Hopper-v5");
        assertThat(Environments.name("/home/me/robots/my wedge.xml")).isEqualTo("my wedge");
        assertThat(Environments.name("C:\\robots\\wedge.xml")).isEqualTo("wedge");
        assertThat(Environments.name("wedge.xml")).isEqualTo("wedge");
        assertThat(Environments.name("a/arm.URDF")).isEqualTo("arm");
        assertThat(Environments.name("a.xml/arm.mjcf")).isEqualTo("arm");
        assertThat(Environments.fileName("Hopper-v5")).isEqualTo("Hopper-v5");
        assertThat(Environments.fileName("/home/me/robots/my wedge.xml")).matches("my_wedge-[0-9a-f]+");
        assertThat(Environments.fileName("/home/me/wedge.xml"))
                .isNotEqualTo(Environments.fileName("/home/you/wedge.xml"));
    }

    @Test
    void aFileThatIsNoModelByItsNameIsToldSo() throws IOException {
        Path file = Files.writeString(folder.resolve("arm.mjb"), "x");
        assertThatThrownBy(() -> Environments.make(file.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'%s' is a file, but no model by its name: models end in .xml, .mjcf or .urdf".formatted(file));
        for (String name : List.of("arm.mjcf", "arm.URDF")) {
            assertThatThrownBy(() -> Environments.make(name))
                    .isInstanceOf(BadEnvironmentException.class)
                    .hasMessageStartingWith("a task on the model " + name + " needs one class of rules");
        }
    }

    @Test
    void anUnknownIdGetsTheClosestOnes() {
        assertThatThrownBy(() -> Environments.make("halfcheeta-v5"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown environment 'halfcheeta-v5'; the closest are HalfCheetah-v5, HalfCheetah-v2, "
                        + "Reacher-v5; `espalier envs` lists all");
        assertThatThrownBy(() -> Environments.spec("Hopper"))
                .hasMessageContaining("unknown environment 'Hopper'; the closest are Hopper-v2, Hopper-v5");
    }
}
