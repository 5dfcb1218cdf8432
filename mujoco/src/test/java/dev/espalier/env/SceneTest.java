package dev.espalier.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.mujoco.Geom;
import dev.espalier.mujoco.GeomShape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Scenes against numbers from MuJoCo's own Python package of the same release. */
class SceneTest {

    private static final double LAST_DIGITS = 1e-12;

    static Stream<String> ids() {
        return Environments.all().stream().map(EnvironmentSpec::id);
    }

    private static int indexOf(Scene scene, String name) {
        return scene.geoms().stream().map(Geom::name).toList().indexOf(name);
    }

    private static double[] position(Scene scene, String name) {
        int index = indexOf(scene, name);
        return Arrays.copyOfRange(scene.pose().positions(), 3 * index, 3 * index + 3);
    }

    /** Counts by shape, and the number of geoms of the world. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Ant-v5                    | 1 | PLANE=1, SPHERE=1, CAPSULE=12
            HalfCheetah-v5            | 1 | PLANE=1, CAPSULE=8
            Hopper-v5                 | 1 | PLANE=1, CAPSULE=4
            Humanoid-v5               | 1 | PLANE=1, SPHERE=5, CAPSULE=12
            HumanoidStandup-v5        | 1 | PLANE=1, SPHERE=5, CAPSULE=12
            InvertedDoublePendulum-v5 | 2 | PLANE=1, CAPSULE=4
            InvertedPendulum-v5       | 1 | CAPSULE=3
            Pusher-v5                 | 1 | PLANE=1, SPHERE=6, CAPSULE=11, CYLINDER=2
            Reacher-v5                | 6 | PLANE=1, SPHERE=2, CAPSULE=6, CYLINDER=1
            Swimmer-v5                | 1 | PLANE=1, CAPSULE=3
            Walker2d-v2               | 1 | PLANE=1, CAPSULE=7
            Walker2d-v5               | 1 | PLANE=1, CAPSULE=7
            """)
    void everyModelHasItsGeoms(String id, long fixed, String counts) {
        try (var environment = Environments.makeMujoco(id);
                Scene scene = environment.scene()) {
            Map<String, Long> expected = Arrays.stream(counts.split(", ", -1))
                    .map(entry -> entry.split("=", -1))
                    .collect(Collectors.toMap(entry -> entry[0], entry -> Long.valueOf(entry[1])));
            assertThat(scene.geoms().stream()
                            .collect(Collectors.groupingBy(geom -> geom.shape().name(), Collectors.counting())))
                    .isEqualTo(expected);
            assertThat(scene.geoms().stream().filter(Geom::fixed)).hasSize((int) fixed);
        }
    }

    @ParameterizedTest
    @MethodSource("ids")
    void everyTaskCanBeSeen(String id) {
        try (var environment = Environments.makeMujoco(id);
                Scene scene = environment.scene()) {
            environment.reset(3);
            Scene.Pose start = scene.pose();
            double[] action = new double[environment.actionSpace().size()];
            Arrays.fill(action, environment.actionSpace().high()[0]);
            for (int t = 0; t < 5; t++) {
                environment.stepPastEnd(action);
            }
            Scene.Pose later = scene.pose();

            assertThat(later.positions()).hasSize(3 * scene.geoms().size());
            assertThat(later.rotations()).hasSize(9 * scene.geoms().size());
            assertThat(later.positions()).doesNotContain(Double.NaN);
            for (int i = 0; i < scene.geoms().size(); i++) {
                Geom geom = scene.geoms().get(i);
                double[] before = Arrays.copyOfRange(start.positions(), 3 * i, 3 * i + 3);
                double[] after = Arrays.copyOfRange(later.positions(), 3 * i, 3 * i + 3);
                assertThat(Arrays.equals(before, after) || !geom.fixed())
                        .as(geom + " is fixed")
                        .isTrue();
                assertThat(determinant(later.rotations(), 9 * i))
                        .as(geom.name())
                        .isCloseTo(1, within(1e-9));
                assertThat(geom.size()).allMatch(size -> size >= 0 && Double.isFinite(size));
            }
            assertThat(Arrays.equals(start.positions(), later.positions())).isFalse();
        }
    }

    private static double determinant(double[] m, int at) {
        return m[at] * (m[at + 4] * m[at + 8] - m[at + 5] * m[at + 7])
                - m[at + 1] * (m[at + 3] * m[at + 8] - m[at + 5] * m[at + 6])
                + m[at + 2] * (m[at + 3] * m[at + 7] - m[at + 4] * m[at + 6]);
    }

    /**
     * From hopper.xml: the torso's capsule is vertical around 1.25 m; the foot's is horizontal from x = -0.13 to 0.26.
     */
    @Test
    void theHopperStandsAsItsModelSays() {
        try (var environment = Environments.makeMujoco("Hopper-v5");
                Scene scene = environment.scene()) {
            environment.resetTo(new double[] {0, 1.25, 0, 0, 0, 0}, new double[6]);

            assertThat(position(scene, "torso_geom")).containsExactly(new double[] {0, 0, 1.25}, within(LAST_DIGITS));
            assertThat(position(scene, "thigh_geom")).containsExactly(new double[] {0, 0, 0.825}, within(LAST_DIGITS));
            assertThat(position(scene, "foot_geom")).containsExactly(new double[] {0.065, 0, 0.1}, within(LAST_DIGITS));
            Geom foot = scene.geoms().get(indexOf(scene, "foot_geom"));
            assertThat(foot.shape()).isEqualTo(GeomShape.CAPSULE);
            assertThat(foot.size()).containsExactly(0.06, 0.195);
            assertThat(foot.colour()).isEqualTo(new Geom.Colour(0.8f, 0.6f, 0.4f, 1));
            assertThat(foot.body()).isEqualTo("foot");
        }
    }

    /** MuJoCo 3.14.0 in Python: mj_forward from these joint positions, then geom_xpos and geom_xmat. */
    @Test
    void aBentCheetahIsWhereMuJoCoInPythonPutsIt() {
        try (var environment = Environments.makeMujoco("HalfCheetah-v5");
                Scene scene = environment.scene()) {
            environment.resetTo(new double[] {0.5, 0.1, 0.3, 0.2, -0.4, 0.1, 0.25, 0.6, -0.2}, new double[9]);

            assertThat(position(scene, "torso")).containsExactly(new double[] {0.5, 0, 0.8}, within(LAST_DIGITS));
            assertThat(position(scene, "bfoot"))
                    .containsExactly(new double[] {-0.2395581916716809, 0, 0.4392826122291401}, within(LAST_DIGITS));
            assertThat(position(scene, "ffoot"))
                    .containsExactly(new double[] {0.5909123882897792, 0, 0.2513016578543314}, within(LAST_DIGITS));
            int head = indexOf(scene, "head");
            assertThat(Arrays.copyOfRange(scene.pose().rotations(), 9 * head, 9 * head + 9))
                    .containsExactly(
                            new double[] {
                                0.39015168430823016,
                                0,
                                0.9207505977361355,
                                0,
                                1,
                                0,
                                -0.9207505977361355,
                                0,
                                0.39015168430823016
                            },
                            within(LAST_DIGITS));
        }
    }

    /** MuJoCo's own geom_xpos after these steps is one physics step older: its foot is at x = 0.28296. */
    @Test
    void poseIsOfThePresentStateNotOfTheLastPhysicsStep() {
        try (var environment = Environments.makeMujoco("HalfCheetah-v5");
                Scene scene = environment.scene()) {
            environment.resetTo(new double[9], new double[9]);
            for (int t = 0; t < 5; t++) {
                environment.step(new double[] {0.5, 0.5, 0.5, 0.5, 0.5, 0.5});
            }

            assertThat(position(scene, "ffoot"))
                    .containsExactly(new double[] {0.2838006995126131, 0, 0.0998783089833695}, within(LAST_DIGITS));
        }
    }

    /** Tasks whose rules read positions of bodies, which an update between two steps would change. */
    @ParameterizedTest
    @CsvSource({"Reacher-v5", "Pusher-v5", "Ant-v5"})
    void lookingChangesNothing(String id) {
        try (var watched = Environments.makeMujoco(id);
                var alone = Environments.makeMujoco(id);
                Scene scene = watched.scene()) {
            watched.reset(7);
            alone.reset(7);
            double[] action = new double[alone.actionSpace().size()];
            for (int t = 0; t < 20; t++) {
                Arrays.fill(action, Math.sin(t));
                scene.pose();
                Step seen = watched.stepPastEnd(action);
                Step unseen = alone.stepPastEnd(action);
                assertThat(seen.observation()).containsExactly(unseen.observation());
                assertThat(List.of(seen.reward(), seen.terminated()))
                        .isEqualTo(List.of(unseen.reward(), unseen.terminated()));
            }
        }
    }
}
