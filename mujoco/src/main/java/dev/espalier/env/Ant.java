package dev.espalier.env;

import dev.espalier.mujoco.DataField;

/**
 * A four-legged figure walks in the x direction.
 *
 * <p>v5 measures the forces of its contacts. The simulator that v2 ran on did not compute them, so v2 observes zeros in
 * their place and pays nothing for them.
 *
 * <table>
 * <caption>Contract of Ant-v5 and Ant-v2</caption>
 * <tr><td>action</td><td>8 torques in [-1, 1]: hip and ankle of legs 4, 1, 2, 3</td></tr>
 * <tr><td>observation</td><td>v5, 105: qpos without x and y (13), qvel (14), contact forces F of all bodies but the
 * world (78); v2, 111: the same with the world's, all zero (84)</td></tr>
 * <tr><td>F</td><td>cfrc_ext clipped to [-1, 1], 6 numbers a body: torque, force</td></tr>
 * <tr><td>healthy</td><td>all of qpos and qvel finite, 0.2 &lt;= z &lt;= 1.0</td></tr>
 * <tr><td>reward</td><td>v5: {@code dx/dt + [healthy] - 0.5 |a|^2 - 0.0005 |F|^2}, v2: {@code dx/dt + 1 - 0.5 |a|^2};
 * dx is the torso's displacement</td></tr>
 * <tr><td>terminates</td><td>when not healthy</td></tr>
 * <tr><td>start</td><td>qpos + U(-0.1, 0.1), then qvel + 0.1 N(0, 1)</td></tr>
 * <tr><td>time</td><td>5 physics steps of 0.01 s; truncated after 1000 steps</td></tr>
 * </table>
 */
final class Ant extends GymnasiumTask {

    private static final double CONTROL_COST = 0.5;
    private static final double CONTACT_COST = 5e-4;
    private static final double LOWEST_HEALTHY_Z = 0.2;
    private static final double HIGHEST_HEALTHY_Z = 1.0;
    private static final double LARGEST_CONTACT_FORCE = 1;
    private static final int TORSO = 1;

    private final boolean feelsContacts;

    Ant(EnvironmentSpec spec) {
        super(spec, "ant.xml", 5, 2, VelocityNoise.NORMAL, 0.1);
        feelsContacts = !hasOldRules();
    }

    @Override
    protected void observe(double[] target) {
        super.observe(target);
        if (feelsContacts) {
            int forces = model.nq() - 2 + model.nv();
            data.read(DataField.CFRC_EXT, 6, target.length - forces, target, forces);
            Numpy.clip(target, forces, target.length, LARGEST_CONTACT_FORCE);
        }
    }

    @Override
    protected Outcome advance(double[] action) {
        double xBefore = torso(0);
        double yBefore = torso(1);
        simulate(action);
        double forward = (torso(0) - xBefore) / dt;
        double sideways = (torso(1) - yBefore) / dt;
        boolean healthy = healthy();
        double alive = aliveBonus(healthy);
        double control = CONTROL_COST * Numpy.sumOfSquares(action);
        double contact = feelsContacts ? contactCost() : 0;
        double x = data.get(DataField.QPOS, 0);
        double y = data.get(DataField.QPOS, 1);
        var info = new StepInfo()
                .put("x_position", x)
                .put("y_position", y)
                .put("distance_from_origin", Numpy.norm(x, y))
                .put("x_velocity", forward)
                .put("y_velocity", sideways)
                .put("reward_forward", forward)
                .put("reward_ctrl", -control)
                .put("reward_contact", -contact)
                .put("reward_survive", alive);
        return new Outcome(forward + alive - (control + contact), !healthy, info.build());
    }

    private double contactCost() {
        data.rnePostConstraint();
        double[] forces = data.get(DataField.CFRC_EXT);
        Numpy.clip(forces, 0, forces.length, LARGEST_CONTACT_FORCE);
        return CONTACT_COST * Numpy.sumOfSquares(forces);
    }

    private boolean healthy() {
        double z = data.get(DataField.QPOS, 2);
        return LOWEST_HEALTHY_Z <= z
                && z <= HIGHEST_HEALTHY_Z
                && Numpy.allFinite(data.get(DataField.QPOS))
                && Numpy.allFinite(data.get(DataField.QVEL));
    }

    private double torso(int axis) {
        return data.get(DataField.XPOS, 3 * TORSO + axis);
    }
}
