package dev.espalier.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.mujoco.DataField;
import dev.espalier.mujoco.Geom;
import dev.espalier.mujoco.MjData;
import dev.espalier.mujoco.MjModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks on users' own models: start states, refused models, and drawing. */
class OwnModelTest {

    private static final String CART = """
            <mujoco>
              <option timestep="0.01" gravity="0 0 0"/>
              <worldbody>
                <body name="cart"><joint name="x" type="slide" axis="1 0 0"/><geom name="box" size="0.1" mass="1"/></body>
                <body name="goal" mocap="true" pos="0 0 1"><geom name="mark" size="0.1" contype="0" conaffinity="0"/></body>
                <body name="post" pos="0 3 0"><geom name="fixed" size="0.1"/></body>
              </worldbody>
              <actuator><general name="slow" joint="x" dyntype="integrator" ctrlrange="-1 1" actlimited="false"/></actuator>
              <sensor><jointpos joint="x"/></sensor>
              <keyframe><key name="away" qpos="2" qvel="1" act="0.5" mpos="7 8 9"/></keyframe>
            </mujoco>
            """;

    /** The reward is the sensor's value before the step. */
    private static final class Cart extends MujocoEnvironment {

        private final @Nullable String keyframe;

        Cart(String xml, @Nullable String keyframe) {
            super(new EnvironmentSpec("cart.xml", 2, 1, 100, "go"), MjModel.fromXml(xml), 1);
            this.keyframe = keyframe;
        }

        @Override
        protected @Nullable String startKeyframe() {
            return keyframe;
        }

        @Override
        protected void drawStart(StartNoise noise, double[] qpos, double[] qvel) {
            qpos[0] += 0.25;
        }

        @Override
        protected void observe(double[] target) {
            data.read(DataField.QPOS, 0, 1, target, 0);
            data.read(DataField.ACT, 0, 1, target, 1);
        }

        @Override
        protected Outcome advance(double[] action) {
            double before = data.get(DataField.SENSORDATA, 0);
            simulate(action);
            data.set(DataField.MOCAP_POS, new double[] {data.get(DataField.QPOS, 0), 0, 2});
            return new Outcome(before, false, Map.of());
        }
    }

    @Test
    void episodesStartFromAKeyframe() {
        try (var cart = new Cart(CART, "away")) {
            assertThat(cart.reset(0)).containsExactly(2.25, 0.5);
            cart.step(new double[] {1});
            assertThat(cart.reset(0)).containsExactly(2.25, 0.5);
            assertThat(cart.data.get(DataField.QVEL, 0)).isEqualTo(1);
            assertThat(cart.data.get(DataField.MOCAP_POS)).containsExactly(7, 8, 9);
        }
        try (var cart = new Cart(CART, null)) {
            assertThat(cart.reset(0)).containsExactly(0.25, 0);
        }
        try (var cart = new Cart(CART, "home")) {
            assertThatThrownBy(() -> cart.reset(0)).hasMessage("the model has no keyframe named home");
        }
        try (var cart = new Cart(CART.replace(" name=\"away\"", ""), "0")) {
            assertThat(cart.reset(0)).containsExactly(2.25, 0.5);
        }
        try (var cart = new Cart(CART, "1")) {
            assertThatThrownBy(() -> cart.reset(0)).hasMessage("the model has no keyframe named 1");
        }
    }

    /** The given positions and velocities replace only those of the keyframe. */
    @Test
    void aGivenStartIsThatOfTheKeyframeButForWhatIsGiven() {
        try (var cart = new Cart(CART, "away")) {
            assertThat(cart.resetTo(new double[] {3}, new double[] {4})).containsExactly(3, 0.5);
            assertThat(cart.data.get(DataField.QVEL, 0)).isEqualTo(4);
            assertThat(cart.data.get(DataField.MOCAP_POS)).containsExactly(7, 8, 9);
        }
    }

    /** The sensor's value is one step older than the state, so it cannot be computed from the state. */
    @Test
    void aSavedEpisodeKeepsWhatWasMeasured() {
        try (var cart = new Cart(CART, "away");
                var copy = new Cart(CART, "away")) {
            cart.reset(0);
            cart.data.set(DataField.QFRC_APPLIED, new double[] {3});
            cart.data.set(DataField.XFRC_APPLIED, new double[6 * cart.model.nbody()]);
            cart.step(new double[] {1});
            copy.restoreState(cart.saveState());
            assertThat(copy.data.get(DataField.QFRC_APPLIED)).containsExactly(3);

            assertThat(copy.step(new double[] {0.5})).usingRecursiveComparison().isEqualTo(cart.step(new double[] {0.5
            }));
            assertThat(copy.saveState()).isEqualTo(cart.saveState());
        }
    }

    @Test
    void anActuatorWithoutRangeIsNamed() {
        assertThatThrownBy(() -> new Cart(CART.replace("ctrlrange=\"-1 1\"", ""), null))
                .isInstanceOf(BadEnvironmentException.class)
                .hasMessage("cart.xml: actuator slow has no range of controls, which are the actions; give it"
                        + " ctrlrange=\"-1 1\", or whatever its least and greatest control are");
        assertThatThrownBy(() -> new Cart(CART.replace("name=\"slow\"", "").replace("ctrlrange=\"-1 1\"", ""), null))
                .hasMessageStartingWith("cart.xml: actuator 0 (counted from 0, without a name) has no range");
    }

    @Test
    void aMuscleIsTold0To1() {
        String muscle = CART.replaceFirst("<general .*/>", "<muscle name=\"biceps\" joint=\"x\" lengthrange=\"0 1\"/>")
                .replace("act=\"0.5\"", "");
        assertThatThrownBy(() -> new Cart(muscle, null))
                .isInstanceOf(BadEnvironmentException.class)
                .hasMessage("cart.xml: actuator biceps has no range of controls, which are the actions; give it"
                        + " ctrlrange=\"0 1\", or whatever its least and greatest control are");
    }

    @Test
    void aModelWithoutActuatorsSaysSo() {
        String without = CART.replaceFirst("<actuator>.*</actuator>", "").replace("act=\"0.5\"", "");
        assertThatThrownBy(() -> new Cart(without, null))
                .isInstanceOf(BadEnvironmentException.class)
                .hasMessage(
                        "cart.xml: the model has no actuators, whose controls are the actions; add <actuator> with a motor or others");
    }

    /** Beyond single precision, equal in single precision, and wider than its largest number. */
    @ParameterizedTest
    @ValueSource(strings = {"-1e39 1e39", "1 1.00000001", "-3e38 3e38"})
    void aRangeThatSinglePrecisionCannotHoldIsNamed(String range) {
        assertThatThrownBy(() -> new Cart(CART.replace("-1 1", range), null))
                .isInstanceOf(BadEnvironmentException.class)
                .hasMessageStartingWith("cart.xml: actuator slow has controls from ")
                .hasMessageEndingWith(", which in single precision, as actions have it, are no range; give it"
                        + " ctrlrange=\"-1 1\", or whatever its least and greatest control are");
    }

    /** A skin covers geoms that viewers hide: with a skin, all geoms are shown. */
    @Test
    void whatLiesBelowASkinIsSeen() {
        String xml = CART.replace(
                        "<geom name=\"box\"", "<geom name=\"bone\" size=\"0.2\" group=\"3\"/><geom name=\"box\"")
                .replace("<actuator>", """
                        <deformable>
                          <skin vertex="0 0 0  1 0 0  0 1 0" face="0 1 2">
                            <bone body="cart" bindpos="0 0 0" bindquat="1 0 0 0" vertid="0 1 2" vertweight="1 1 1"/>
                          </skin>
                        </deformable>
                        <actuator>""");
        try (var cart = new Cart(xml, null);
                Scene scene = cart.scene()) {
            assertThat(scene.geoms().stream().map(Geom::name)).containsExactly("bone", "box", "mark", "fixed");
            assertThat(scene.departures()).containsExactly("skins are not drawn, what lies below them is");
        }
    }

    @Test
    void bodiesMovedFromOutsideAreSeenWhereTheyAre() {
        try (var cart = new Cart(CART, null);
                Scene scene = cart.scene()) {
            assertThat(scene.geoms().stream().map(Geom::fixed)).containsExactly(false, false, true);
            assertThat(scene.departures()).isEmpty();
            cart.reset(0);
            assertThat(at(scene, 1)).containsExactly(0, 0, 1);
            cart.step(new double[] {1});
            assertThat(at(scene, 1)).containsExactly(cart.data.get(DataField.QPOS, 0), 0, 2);
            assertThat(at(scene, 2)).containsExactly(0, 3, 0);
        }
    }

    private static double[] at(Scene scene, int geom) {
        return Arrays.copyOfRange(scene.pose().positions(), 3 * geom, 3 * geom + 3);
    }

    /** As in MuJoCo's viewers, unless nothing else would be shown. */
    @Test
    void hiddenGroupsAreNotSeen() {
        String xml =
                CART.replace("<geom name=\"box\"", "<geom name=\"shell\" size=\"0.2\" group=\"3\"/><geom name=\"box\"");
        try (var cart = new Cart(xml, null);
                Scene scene = cart.scene()) {
            assertThat(scene.geoms().stream().map(Geom::name)).containsExactly("box", "mark", "fixed");
            cart.reset(0);
            assertThat(at(scene, 0)).containsExactly(0.25, 0, 0);
        }
        String hidden = CART.replace("<geom ", "<geom group=\"4\" ");
        try (var cart = new Cart(hidden, null);
                Scene scene = cart.scene()) {
            assertThat(scene.geoms().stream().map(Geom::name)).containsExactly("box", "mark", "fixed");
        }
    }

    @Test
    void aSceneWithoutGeomsSaysThatNothingCanBeSeen() {
        String body =
                "<mujoco><worldbody><body><joint/><inertial pos=\"0 0 0\" mass=\"1\" diaginertia=\"1 1 1\"/>%s</body>"
                        + "</worldbody></mujoco>";
        String empty = "nothing can be seen: the model has no geoms";
        assertThat(departures(body.formatted(""))).containsExactly(empty);
        assertThat(departures(body.formatted("<site/>"))).containsExactly(empty, "sites are not drawn");
        assertThat(departures(body.formatted("<geom size=\"1\"/><site group=\"3\"/>")))
                .as("viewers hide it")
                .isEmpty();
    }

    private static List<String> departures(String xml) {
        try (MjModel model = MjModel.fromXml(xml);
                MjData data = model.newData();
                Scene scene = new Scene(model, data)) {
            return scene.departures();
        }
    }

    /** A square of cloth of 4 by 4 vertices, 0.1 m apart, that falls freely for 0.1 s: by g h^2 n (n + 1) / 2. */
    @Test
    void whatCannotBeDrawnIsABoxAndSaidOnce() {
        String xml = """
                <mujoco>
                  <option timestep="0.001"/>
                  <worldbody>
                    <flexcomp name="cloth" type="grid" dim="2" count="4 4 1" spacing="0.1 0.1 0.1" pos="1 2 3" radius="0.01"
                        mass="1" rgba="0 0.5 1 1"/>
                    <body><joint name="x" type="slide"/><geom size="0.1"/><site name="a"/></body>
                    <site name="b"/>
                  </worldbody>
                  <tendon>
                    <spatial><site site="a"/><site site="b"/></spatial>
                    <fixed><joint joint="x" coef="1"/></fixed>
                  </tendon>
                </mujoco>
                """;
        try (MjModel model = MjModel.fromXml(xml);
                MjData data = model.newData();
                Scene scene = new Scene(model, data)) {
            assertThat(scene.departures())
                    .isEqualTo(List.of(
                            "cloth is drawn as the box around it", "sites are not drawn", "tendons are not drawn"));
            Geom cloth = scene.geoms().getLast();
            assertThat(cloth.name()).isEqualTo("cloth");
            assertThat(cloth.colour()).isEqualTo(new Geom.Colour(0, 0.5f, 1, 1));
            for (int axis = 0; axis < 3; axis++) {
                assertThat(cloth.size().get(axis)).isCloseTo(axis < 2 ? 0.16 : 0.01, within(1e-6));
            }
            int last = scene.geoms().size() - 1;
            assertThat(at(scene, last)).containsExactly(new double[] {1, 2, 3}, within(1e-6));
            data.step(100);
            assertThat(at(scene, last)).containsExactly(new double[] {1, 2, 3 - 9.81e-6 * 5050}, within(1e-4));
            assertThat(Arrays.copyOfRange(scene.pose().rotations(), 9 * last, 9 * last + 9))
                    .containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 1);
        }
    }
}
