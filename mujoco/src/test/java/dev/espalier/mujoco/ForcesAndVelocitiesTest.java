package dev.espalier.mujoco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Arrays for applied forces, accelerations, subtrees and a model's custom numbers; all values are computed by hand. */
class ForcesAndVelocitiesTest {

    private static final Offset<Double> EXACT = within(1e-12);

    /**
     * A lift of 2 kg on a damped vertical slide, with a wheel of 1 kg at a hinge 3 m to its side, and a tendon with
     * factor 3 on the lift. A second slide of 1 kg is coupled to the lift by an equality constraint.
     */
    private static final String MODEL = """
            <mujoco>
              <option timestep="0.01" integrator="Euler"/>
              <size nuserdata="2"/>
              <custom><numeric name="first" data="7"/><numeric name="limits" data="1 2 3"/></custom>
              <worldbody>
                <camera name="eye" pos="1 2 3"/>
                <body name="lift">
                  <joint name="up" type="slide" axis="0 0 1" damping="0.5" range="-4 5" limited="true"/>
                  <inertial pos="0 0 0" mass="2" diaginertia="1 1 1"/>
                  <body name="wheel" pos="3 0 0">
                    <joint name="turn" type="hinge" axis="0 0 1"/>
                    <inertial pos="0 0 0" mass="1" diaginertia="0.2 0.3 0.4"/>
                  </body>
                </body>
                <body name="other" pos="0 9 0">
                  <joint name="side" type="slide" axis="1 0 0"/>
                  <inertial pos="0 0 0" mass="1" diaginertia="1 1 1"/>
                </body>
              </worldbody>
              <tendon><fixed name="rope"><joint joint="up" coef="3"/></fixed></tendon>
              <equality><joint name="same" joint1="side" joint2="up"/></equality>
              <actuator><motor name="pull" joint="turn" ctrlrange="-1 1"/></actuator>
            </mujoco>
            """;

    private final MjModel model = MjModel.fromXml(MODEL);
    private final MjData data = model.newData();

    @AfterEach
    void close() {
        data.close();
        model.close();
    }

    private double[] ofBody(DataField field, String body) {
        double[] all = data.get(field);
        int columns = all.length / model.nbody();
        int id = model.id(ModelObject.BODY, body);
        return Arrays.copyOfRange(all, columns * id, columns * (id + 1));
    }

    /**
     * 3 kg in all: 12 N against 29.43 N of weight, damped by 0.5 N s/m at 2 m/s. A torque of 0.8 acts on 0.4 kg m^2.
     */
    @Test
    void forcesFromOutsideAccelerate() {
        data.setActive(model.id(ModelObject.EQUALITY, "same"), false);
        data.set(DataField.QVEL, new double[] {2, 0, 0});
        data.set(DataField.QFRC_APPLIED, new double[] {12, 0, 0});
        double[] onBodies = new double[6 * model.nbody()];
        onBodies[6 * model.id(ModelObject.BODY, "wheel") + 5] = 0.8;
        data.set(DataField.XFRC_APPLIED, onBodies);
        data.forward();

        assertThat(data.get(DataField.QFRC_BIAS)).containsExactly(new double[] {3 * 9.81, 0, 0}, EXACT);
        assertThat(data.get(DataField.QFRC_PASSIVE)).containsExactly(new double[] {-0.5 * 2, 0, 0}, EXACT);
        assertThat(data.get(DataField.QACC))
                .containsExactly(new double[] {(12 - 3 * 9.81 - 0.5 * 2) / 3, 0.8 / 0.4, 0}, within(1e-9));
        assertThat(data.get(DataField.TEN_VELOCITY)).containsExactly(new double[] {3 * 2}, EXACT);
    }

    /** A quarter turn of the wheel; the common centre of mass is a third of the way from lift to wheel. */
    @Test
    void framesAndSubtreesAreWhereTheyMustBe() {
        data.set(DataField.QPOS, new double[] {1, Math.PI / 2, 0});
        data.set(DataField.QVEL, new double[] {2, 5, 0});
        data.forward();
        data.subtreeVel();

        double half = Math.sqrt(0.5);
        assertThat(ofBody(DataField.XQUAT, "wheel")).containsExactly(new double[] {half, 0, 0, half}, EXACT);
        assertThat(ofBody(DataField.XMAT, "wheel")).containsExactly(new double[] {0, -1, 0, 1, 0, 0, 0, 0, 1}, EXACT);
        assertThat(ofBody(DataField.SUBTREE_COM, "lift")).containsExactly(new double[] {1, 0, 1}, EXACT);
        assertThat(ofBody(DataField.SUBTREE_LINVEL, "lift")).containsExactly(new double[] {0, 0, 2}, EXACT);
        assertThat(ofBody(DataField.SUBTREE_ANGMOM, "wheel")).containsExactly(new double[] {0, 0, 0.4 * 5}, EXACT);
        assertThat(data.get(DataField.CAM_XPOS)).containsExactly(1, 2, 3);
    }

    /** The falling lift drags the other one along until the constraint is switched off. */
    @Test
    void anEqualityConstraintCanBeLetGo() {
        int same = model.id(ModelObject.EQUALITY, "same");
        data.step(1);
        assertThat(data.isActive(same)).isTrue();
        assertThat(data.get(DataField.QVEL, 2)).isNegative();

        data.reset();
        data.setActive(same, false);
        data.step(1);
        assertThat(data.isActive(same)).isFalse();
        assertThat(data.get(DataField.QVEL, 2)).isZero();
    }

    @Test
    void whatIsSetFromOutsideIsPartOfTheState() {
        data.set(DataField.USERDATA, new double[] {4, 5});
        data.set(DataField.QFRC_APPLIED, new double[] {6, 7, 8});
        data.setActive(0, false);
        double[] state = data.getState();
        data.reset();
        assertThat(data.get(DataField.USERDATA)).containsExactly(0, 0);
        data.setState(state);

        assertThat(data.get(DataField.USERDATA)).containsExactly(4, 5);
        assertThat(data.get(DataField.QFRC_APPLIED)).containsExactly(6, 7, 8);
        assertThat(data.isActive(0)).isFalse();
    }

    /** 2 and 3 are MuJoCo's numbers of a slide and a hinge. */
    @Test
    void theModelTellsOfItsJointsBodiesAndNumbers() {
        assertThat(model.get(ModelIntField.JNT_TYPE)).containsExactly(2, 3, 2);
        assertThat(model.get(ModelField.JNT_RANGE)).containsExactly(-4, 5, 0, 0, 0, 0);
        assertThat(model.get(ModelIntField.BODY_PARENTID)).containsExactly(0, 0, 1, 0);
        assertThat(model.get(ModelIntField.ACTUATOR_TRNID)).containsExactly(1, -1);
        int limits = model.id(ModelObject.NUMERIC, "limits");
        assertThat(model.get(ModelIntField.NUMERIC_SIZE)[limits]).isEqualTo(3);
        int from = model.get(ModelIntField.NUMERIC_ADR)[limits];
        assertThat(Arrays.copyOfRange(model.get(ModelField.NUMERIC_DATA), from, from + 3))
                .containsExactly(1, 2, 3);
        assertThat(model.id(ModelObject.CAMERA, "eye")).isZero();
    }
}
