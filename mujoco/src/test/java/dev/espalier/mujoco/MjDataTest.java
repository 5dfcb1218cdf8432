package dev.espalier.mujoco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MjDataTest {

    private final MjModel cheetah = MjModel.packed("half_cheetah.xml");
    private final MjData data = cheetah.newData();

    @AfterEach
    void close() {
        data.close();
        cheetah.close();
    }

    /** Semi-implicit Euler in free fall: after n steps of h, v = -g n h and the drop is g h^2 n (n + 1) / 2. */
    @Test
    void freeFallFollowsTheIntegratorsFormula() {
        try (MjModel model = MjModel.fromXml(MjModelTest.TWO_BALLS);
                MjData balls = model.newData()) {
            balls.step(10);

            assertThat(balls.get(DataField.QVEL, 2)).isCloseTo(-9.81 * 10 * 0.005, within(1e-12));
            assertThat(balls.get(DataField.QPOS, 2)).isCloseTo(3 - 9.81 * 0.005 * 0.005 * 55, within(1e-12));
            assertThat(balls.time()).isCloseTo(0.05, within(1e-12));
        }
    }

    /** A motor of force 3 on a mass of 0.5 along z, against gravity. */
    @Test
    void controlsPushTheirJoint() {
        try (MjModel model = MjModel.fromXml(MjModelTest.TWO_BALLS);
                MjData balls = model.newData()) {
            balls.set(DataField.CTRL, new double[] {3});
            balls.step(1);

            assertThat(balls.get(DataField.QFRC_ACTUATOR, 6)).isEqualTo(3);
            assertThat(balls.get(DataField.QVEL, 6)).isCloseTo((3 / 0.5 - 9.81) * 0.005, within(1e-12));
        }
    }

    @Test
    void forwardPlacesTheBodiesAndResetGoesBackToTheStart() {
        try (MjModel model = MjModel.fromXml(MjModelTest.TWO_BALLS);
                MjData balls = model.newData()) {
            balls.set(DataField.QPOS, new double[] {4, 5, 6, 1, 0, 0, 0, 0.5});
            balls.forward();
            assertThat(balls.get(DataField.XPOS)).containsExactly(0, 0, 0, 4, 5, 6, 0, 0, 0.5);
            assertThat(balls.get(DataField.XIPOS)).containsExactly(0, 0, 0, 4, 5, 6, 0, 0, 0.5);

            balls.reset();
            assertThat(balls.get(DataField.QPOS)).isEqualTo(model.get(ModelField.QPOS0));
        }
    }

    /** At rest on the floor the contact carries the weight: 2 kg times 9.81 m/s^2. */
    @Test
    void contactForceOfABallAtRestIsItsWeight() {
        String xml = """
                <mujoco><worldbody>
                  <geom type="plane" size="1 1 1"/>
                  <body pos="0 0 0.1"><freejoint/><geom size="0.1" mass="2"/></body>
                </worldbody></mujoco>
                """;
        try (MjModel model = MjModel.fromXml(xml);
                MjData ball = model.newData()) {
            ball.step(2000);
            ball.rnePostConstraint();

            double[] forces = new double[6];
            ball.read(DataField.CFRC_EXT, 6, 6, forces, 0);
            assertThat(forces[5]).isCloseTo(2 * 9.81, within(1e-6));
            assertThat(ball.get(DataField.QFRC_CONSTRAINT, 2)).isCloseTo(2 * 9.81, within(1e-6));
        }
    }

    @Test
    void partsOfArraysAreCopied() {
        data.set(DataField.QPOS, new double[] {0, 1, 2, 3, 4, 5, 6, 7, 8});
        double[] target = {-1, -1, -1, -1};
        data.read(DataField.QPOS, 5, 2, target, 1);

        assertThat(target).containsExactly(-1, 5, 6, -1);
        assertThat(data.length(DataField.CINERT)).isEqualTo(10 * cheetah.nbody());
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> data.read(DataField.QPOS, 8, 2, target, 0));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> data.get(DataField.QPOS, 9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ant.xml", "half_cheetah.xml", "humanoid.xml", "pusher_v5.xml"})
    void aRestoredStateContinuesBitExactly(String name) {
        try (MjModel model = MjModel.packed(name);
                MjData first = model.newData();
                MjData second = model.newData()) {
            var random = new SplittableRandom(7);
            for (int i = 0; i < 100; i++) {
                act(model, first, random);
            }
            double[] state = first.getState();

            second.setState(state);
            assertThat(second.getState()).isEqualTo(state);
            var firstRandom = new SplittableRandom(8);
            var secondRandom = new SplittableRandom(8);
            for (int i = 0; i < 100; i++) {
                act(model, first, firstRandom);
                act(model, second, secondRandom);
            }
            assertThat(second.getState()).isEqualTo(first.getState()).isNotEqualTo(state);
            assertThat(second.get(DataField.CVEL)).isEqualTo(first.get(DataField.CVEL));
        }
    }

    private static void act(MjModel model, MjData data, SplittableRandom random) {
        double[] control = new double[model.nu()];
        Arrays.setAll(control, i -> random.nextDouble(-0.4, 0.4));
        data.set(DataField.CTRL, control);
        data.step(5);
    }

    @Test
    void aSilentResetIsReported() {
        double[] velocity = new double[cheetah.nv()];
        velocity[3] = 1e11;
        data.set(DataField.QVEL, velocity);

        assertThatExceptionOfType(UnstableSimulationException.class)
                .isThrownBy(() -> data.step(1))
                .withMessageContaining("joint velocity");
        assertThat(data.get(DataField.QVEL, 3)).as("MuJoCo has reset itself").isCloseTo(0, within(1e-9));
        assertThatExceptionOfType(UnstableSimulationException.class).isThrownBy(() -> data.step(1));

        data.reset();
        data.step(1);
        assertThat(Path.of("MUJOCO_LOG.TXT")).as("warnings go to the Java log").doesNotExist();
    }

    @Test
    void aResetInTheMiddleOfSeveralStepsIsReported() {
        double[] velocity = new double[cheetah.nv()];
        velocity[0] = 9e9;
        data.set(DataField.QVEL, velocity);

        assertThatExceptionOfType(UnstableSimulationException.class).isThrownBy(() -> data.step(50));
    }

    @Test
    void brokenPositionsAndControlsAreReported() {
        double[] position = data.get(DataField.QPOS);
        position[2] = Double.NaN;
        data.set(DataField.QPOS, position);
        assertThatExceptionOfType(UnstableSimulationException.class)
                .isThrownBy(() -> data.step(1))
                .withMessageContaining("joint position");

        data.reset();
        data.set(DataField.CTRL, new double[] {0, 0, Double.NaN, 0, 0, 0});
        assertThatExceptionOfType(UnstableSimulationException.class)
                .isThrownBy(() -> data.step(1))
                .withMessageContaining("control");
    }

    @Test
    void restoringAStateClearsAnEarlierFailure() {
        double[] state = data.getState();
        data.set(DataField.QVEL, new double[] {1e11, 0, 0, 0, 0, 0, 0, 0, 0});
        assertThatExceptionOfType(UnstableSimulationException.class).isThrownBy(() -> data.step(1));

        data.setState(state);
        data.step(1);
        assertThat(data.time()).isCloseTo(cheetah.timestep(), within(1e-12));
    }

    @Test
    void arraysOfAWrongLengthAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> data.set(DataField.CTRL, new double[5]))
                .withMessage("CTRL has 6 entries, but 5 values were given");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> data.setState(new double[3]))
                .withMessageContaining("but 3 were given");
    }

    @Test
    void aSimulationMayMoveBetweenThreads() throws Exception {
        try (var thread = Executors.newSingleThreadExecutor()) {
            MjData made =
                    CompletableFuture.supplyAsync(cheetah::newData, thread).get();
            made.step(3);
            CompletableFuture.runAsync(made::close, thread).get();
            assertThatIllegalStateException().isThrownBy(made::time);
        }
    }

    @Test
    void useAfterCloseIsAnExceptionAndNoCrash() {
        data.close();
        data.close();

        assertThatIllegalStateException().isThrownBy(() -> data.step(1));
        assertThatIllegalStateException().isThrownBy(data::reset);
        assertThatIllegalStateException().isThrownBy(data::forward);
        assertThatIllegalStateException().isThrownBy(data::rnePostConstraint);
        assertThatIllegalStateException().isThrownBy(data::getState);
        assertThatIllegalStateException().isThrownBy(() -> data.get(DataField.QPOS));
        assertThatIllegalStateException().isThrownBy(() -> data.set(DataField.CTRL, new double[6]));
    }

    @Test
    void useAfterTheModelsCloseIsAnExceptionAndNoCrash() {
        cheetah.close();

        assertThatIllegalStateException().isThrownBy(() -> data.step(1));
        assertThatIllegalStateException().isThrownBy(data::reset);
    }
}
