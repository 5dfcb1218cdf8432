package dev.espalier.mujoco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What users' tasks measure and move, against numbers computed by hand. */
class MeasurementsTest {

    private static final String SLIDER = """
            <mujoco>
              <option timestep="0.01" gravity="0 0 0"/>
              <worldbody>
                <body><joint name="x" type="slide" axis="1 0 0"/><geom size="0.1" mass="2"/></body>
                <body name="hand" mocap="true" pos="0 0 1"><geom size="0.1" contype="0" conaffinity="0"/></body>
              </worldbody>
              <actuator>
                <general name="slow" joint="x" dyntype="integrator" gainprm="5" ctrlrange="-2 2" actlimited="false"/>
                <motor name="fast" joint="x" gear="3" ctrlrange="-1 1"/>
              </actuator>
              <sensor><jointvel name="speed" joint="x"/><framepos name="place" objtype="body" objname="hand"/></sensor>
              <keyframe>
                <key name="rest"/>
                <key name="far" qpos="0.5" qvel="-1" act="0.25" ctrl="1 -1" mpos="1 2 3"/>
              </keyframe>
            </mujoco>
            """;

    /** The integrator's activation grows by its control each second; a step's forces use the activation before it. */
    @Test
    void activationsAndForcesOfActuators() {
        try (MjModel model = MjModel.fromXml(SLIDER);
                MjData data = model.newData()) {
            data.set(DataField.CTRL, new double[] {2, 0.5});
            data.step(3);

            assertThat(data.get(DataField.ACT)).containsExactly(new double[] {3 * 0.01 * 2}, within(1e-12));
            assertThat(data.get(DataField.ACTUATOR_FORCE))
                    .containsExactly(new double[] {5 * 2 * 0.01 * 2, 0.5}, within(1e-12));
            assertThat(data.get(DataField.QFRC_ACTUATOR, 0)).isCloseTo(0.2 + 3 * 0.5, within(1e-12));
        }
    }

    @Test
    void sensorsAreFoundByTheirNames() {
        try (MjModel model = MjModel.fromXml(SLIDER);
                MjData data = model.newData()) {
            data.set(DataField.QVEL, new double[] {0.75});
            data.set(DataField.MOCAP_POS, new double[] {4, 5, 6});
            data.forward();

            int place = model.id(ModelObject.SENSOR, "place");
            assertThat(model.get(ModelIntField.SENSOR_DIM)[place]).isEqualTo(3);
            double[] measured = new double[3];
            data.read(DataField.SENSORDATA, model.get(ModelIntField.SENSOR_ADR)[place], 3, measured, 0);
            assertThat(measured).containsExactly(4, 5, 6);
            assertThat(data.get(DataField.SENSORDATA, 0)).isEqualTo(0.75);
        }
    }

    @Test
    void aKeyframeIsAWholeState() {
        try (MjModel model = MjModel.fromXml(SLIDER);
                MjData data = model.newData()) {
            data.resetTo(model.id(ModelObject.KEYFRAME, "far"));

            assertThat(data.get(DataField.QPOS)).containsExactly(0.5);
            assertThat(data.get(DataField.QVEL)).containsExactly(-1);
            assertThat(data.get(DataField.ACT)).containsExactly(0.25);
            assertThat(data.get(DataField.CTRL)).containsExactly(1, -1);
            assertThat(data.get(DataField.MOCAP_POS)).containsExactly(1, 2, 3);
        }
    }

    /** A ball of 2 kg at rest: the floor carries its weight, midway between the two surfaces. */
    @Test
    void contactsSayWhereAndHowStrongly() {
        String xml = """
                <mujoco><worldbody>
                  <geom name="floor" type="plane" size="1 1 1"/>
                  <body pos="0.5 -0.25 0.1"><freejoint/><geom name="ball" size="0.1" mass="2"/></body>
                </worldbody></mujoco>
                """;
        try (MjModel model = MjModel.fromXml(xml);
                MjData data = model.newData()) {
            assertThat(data.contacts()).isEmpty();
            data.step(2000);

            List<Contact> contacts = data.contacts();
            assertThat(contacts).hasSize(1);
            Contact contact = contacts.getFirst();
            assertThat(contact.geom1()).isEqualTo(model.id(ModelObject.GEOM, "floor"));
            assertThat(contact.geom2()).isEqualTo(model.id(ModelObject.GEOM, "ball"));
            assertThat(contact.normal()).containsExactly(0, 0, 1);
            assertThat(contact.force()).containsExactly(new double[] {2 * 9.81, 0, 0}, within(1e-6));
            assertThat(contact.distance()).isCloseTo(data.get(DataField.QPOS, 2) - 0.1, within(1e-9));
            assertThat(contact.position())
                    .containsExactly(new double[] {0.5, -0.25, contact.distance() / 2}, within(1e-9));
        }
    }
}
