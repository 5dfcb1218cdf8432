package dev.espalier.mujoco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MjModelTest {

    static final String TWO_BALLS = """
            <mujoco>
              <option timestep="0.005"/>
              <worldbody>
                <body name="left" pos="1 2 3"><freejoint/><geom size="0.1" mass="2"/></body>
                <body name="right"><joint name="slide" type="slide"/><geom size="0.1" mass="0.5"/></body>
              </worldbody>
              <actuator><motor joint="slide" ctrllimited="true" ctrlrange="-3 4"/></actuator>
            </mujoco>
            """;

    @Test
    void sizesAndArraysAreThoseOfTheXml() {
        try (MjModel model = MjModel.fromXml(TWO_BALLS)) {
            assertThat(model.nq()).isEqualTo(8);
            assertThat(model.nv()).isEqualTo(7);
            assertThat(model.nu()).isEqualTo(1);
            assertThat(model.nbody()).isEqualTo(3);
            assertThat(model.timestep()).isEqualTo(0.005);
            assertThat(model.get(ModelField.BODY_MASS)).containsExactly(0, 2, 0.5);
            assertThat(model.get(ModelField.ACTUATOR_CTRLRANGE)).containsExactly(-3, 4);
            assertThat(model.get(ModelField.QPOS0)).containsExactly(1, 2, 3, 1, 0, 0, 0, 0);
            assertThat(model.id(ModelObject.BODY, "right")).isEqualTo(2);
        }
    }

    @Test
    void geomsAreThoseOfTheXml() {
        String xml = """
                <mujoco>
                  <worldbody>
                    <geom name="ground" type="plane" size="5 6 0.5" rgba="0.25 0.5 0.75 1"/>
                    <body name="post"><geom type="cylinder" size="0.1 0.7"/></body>
                    <body name="thing" pos="0 0 3"><freejoint/>
                      <geom name="ball" size="0.2"/>
                      <geom name="pill" type="capsule" size="0.1 0.3"/>
                      <geom name="egg" type="ellipsoid" size="0.1 0.2 0.3"/>
                      <body name="lid"><geom name="brick" type="box" size="1 2 3" rgba="1 0 0 0"/></body>
                    </body>
                  </worldbody>
                </mujoco>
                """;
        var grey = new Geom.Colour(0.5f, 0.5f, 0.5f, 1);
        var blue = new Geom.Colour(0.25f, 0.5f, 0.75f, 1);
        var glass = new Geom.Colour(1, 0, 0, 0);
        try (MjModel model = MjModel.fromXml(xml)) {
            assertThat(model.ngeom()).isEqualTo(6);
            assertThat(model.geoms())
                    .containsExactly(
                            solid("ground", "world", GeomShape.PLANE, List.of(5.0, 6.0, 0.5), blue, true),
                            solid("", "post", GeomShape.CYLINDER, List.of(0.1, 0.7), grey, true),
                            solid("ball", "thing", GeomShape.SPHERE, List.of(0.2), grey, false),
                            solid("pill", "thing", GeomShape.CAPSULE, List.of(0.1, 0.3), grey, false),
                            solid("egg", "thing", GeomShape.ELLIPSOID, List.of(0.1, 0.2, 0.3), grey, false),
                            solid("brick", "lid", GeomShape.BOX, List.of(1.0, 2.0, 3.0), glass, false));
        }
    }

    private static Geom solid(
            String name, String body, GeomShape shape, List<Double> size, Geom.Colour colour, boolean fixed) {
        return new Geom(name, body, shape, size, Mesh.NONE, colour, fixed, false);
    }

    @Test
    void partsAreFoundByKindAndName() {
        try (MjModel model = MjModel.fromXml(TWO_BALLS)) {
            assertThat(model.id(ModelObject.JOINT, "slide")).isEqualTo(1);
            assertThat(model.name(ModelObject.BODY, 2)).isEqualTo("right");
            assertThat(model.name(ModelObject.ACTUATOR, 0)).isEmpty();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.id(ModelObject.KEYFRAME, "home"))
                    .withMessage("the model has no keyframe named home");
        }
    }

    /** Every load runs {@link SelfTest}, which compares our reading of memory with MuJoCo's own functions. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ant.xml",
                "half_cheetah.xml",
                "hopper.xml",
                "humanoid.xml",
                "humanoidstandup.xml",
                "inverted_double_pendulum.xml",
                "inverted_pendulum.xml",
                "pusher_v5.xml",
                "reacher.xml",
                "swimmer.xml",
                "walker2d.xml",
                "walker2d_v5.xml"
            })
    void everyPackedModelPassesTheSelfTest(String name) {
        try (MjModel model = MjModel.packed(name)) {
            assertThatCode(() -> SelfTest.run(model)).doesNotThrowAnyException();
            assertThat(model.nu()).isPositive();
        }
    }

    @Test
    void selfTestNamesTheFieldThatReadsWrong() {
        SelfTest.check("QVEL", new double[] {1, 2}, new double[] {1, 2 + 1e-12});

        assertThatThrownBy(() -> SelfTest.check("QVEL", new double[] {1, 2}, new double[] {1, 3}))
                .isInstanceOf(MujocoLoadException.class)
                .hasMessageContaining("QVEL reads [1.0, 3.0], but MuJoCo says [1.0, 2.0]");
        assertThatThrownBy(() -> SelfTest.check("QVEL", new double[] {1}, new double[] {Double.NaN}))
                .isInstanceOf(MujocoLoadException.class);
        assertThatThrownBy(() -> SelfTest.check("QVEL", new double[] {1}, new double[] {1, 2}))
                .isInstanceOf(MujocoLoadException.class);
    }

    @Test
    void brokenXmlIsReportedInMujocosWords() {
        String xml = TWO_BALLS.replace("type=\"slide\"", "type=\"slyde\"");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> MjModel.fromXml(xml))
                .withMessageContaining("MuJoCo cannot load the given XML")
                .withMessageContaining("invalid keyword: 'slyde'")
                .withMessageContaining("line 5");
    }

    @Test
    void unknownNamesAreNamed(@TempDir Path folder) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MjModel.packed("giraffe.xml"))
                .withMessage("no model giraffe.xml is packed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MjModel.fromFile(folder.resolve("gone.xml")))
                .withMessageContaining("gone.xml");
        try (MjModel model = MjModel.fromXml(TWO_BALLS)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.id(ModelObject.BODY, "middle"))
                    .withMessageContaining("no body named middle");
        }
    }

    @Test
    void fileAndTextGiveTheSameModel(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("balls.xml"), TWO_BALLS);
        try (MjModel fromFile = MjModel.fromFile(file)) {
            assertThat(fromFile.get(ModelField.BODY_MASS)).containsExactly(0, 2, 0.5);
        }
    }

    @Test
    void modelsMayBeLoadedByManyThreadsAtOnce() throws Exception {
        Callable<Integer> load = () -> {
            try (MjModel model = MjModel.fromXml(TWO_BALLS)) {
                return model.nq();
            }
        };
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var result :
                    threads.invokeAll(Stream.generate(() -> load).limit(40).toList())) {
                assertThat(result.get()).isEqualTo(8);
            }
        }
    }

    @Test
    void useAfterCloseIsAnExceptionAndNoCrash() {
        MjModel model = MjModel.fromXml(TWO_BALLS);
        model.close();
        model.close();

        assertThatIllegalStateException().isThrownBy(model::timestep);
        assertThatIllegalStateException().isThrownBy(() -> model.get(ModelField.BODY_MASS));
        assertThatIllegalStateException().isThrownBy(() -> model.id(ModelObject.BODY, "left"));
        assertThatIllegalStateException().isThrownBy(model::newData);
    }

    /** MuJoCo ignores the ending of a file's name; the root element matters. */
    @Test
    void modelsMayEndOtherwise(@TempDir Path folder) throws IOException {
        Path mjcf = Files.writeString(folder.resolve("balls.mjcf"), TWO_BALLS);
        Path urdf = Files.writeString(folder.resolve("arm.urdf"), """
                <robot name="arm">
                  <link name="base"/>
                  <link name="hand"><inertial><mass value="1"/><inertia ixx="1" iyy="1" izz="1" ixy="0" ixz="0" iyz="0"/></inertial></link>
                  <joint name="j" type="continuous"><parent link="base"/><child link="hand"/><axis xyz="0 0 1"/></joint>
                </robot>
                """);
        try (MjModel balls = MjModel.fromFile(mjcf);
                MjModel arm = MjModel.fromFile(urdf)) {
            assertThat(balls.nq()).isEqualTo(8);
            assertThat(arm.nv()).isEqualTo(1);
        }
    }
}
