package dev.espalier.env;

import dev.espalier.mujoco.DataField;
import dev.espalier.mujoco.ModelField;

/**
 * A two-legged figure in three dimensions walks in the x direction without falling over.
 *
 * <table>
 * <caption>Contract of Humanoid-v5</caption>
 * <tr><td>action</td><td>17 torques in [-0.4, 0.4]</td></tr>
 * <tr><td>observation</td><td>348, see {@link HumanoidTask}</td></tr>
 * <tr><td>healthy</td><td>1.0 &lt; z &lt; 2.0</td></tr>
 * <tr><td>reward</td><td>{@code 1.25 dx/dt + 5 [healthy] - 0.1 |a|^2 - min(10, 5e-7 |cfrc_ext|^2)}; dx is the
 * displacement of the centre of mass</td></tr>
 * <tr><td>terminates</td><td>when not healthy</td></tr>
 * <tr><td>start</td><td>qpos + U(-0.01, 0.01), then qvel + U(-0.01, 0.01)</td></tr>
 * <tr><td>time</td><td>5 physics steps of 0.003 s; truncated after 1000 steps</td></tr>
 * </table>
 */
final class Humanoid extends HumanoidTask {

    private static final double FORWARD_WEIGHT = 1.25;
    private static final double ALIVE_BONUS = 5;
    private static final double CONTROL_COST = 0.1;
    private static final double LOWEST_HEALTHY_Z = 1.0;
    private static final double HIGHEST_HEALTHY_Z = 2.0;

    /** {@code [nbody]}, kilograms. */
    private final double[] bodyMass;

    private final double totalMass;

    Humanoid(EnvironmentSpec spec) {
        super(spec, "humanoid.xml");
        bodyMass = model.get(ModelField.BODY_MASS);
        totalMass = Numpy.sum(bodyMass);
    }

    @Override
    protected Outcome advance(double[] action) {
        double xBefore = centreOfMass(0);
        double yBefore = centreOfMass(1);
        simulate(action);
        double xVelocity = (centreOfMass(0) - xBefore) / dt;
        double yVelocity = (centreOfMass(1) - yBefore) / dt;
        double x = data.get(DataField.QPOS, 0);
        double y = data.get(DataField.QPOS, 1);
        double z = data.get(DataField.QPOS, 2);
        boolean healthy = LOWEST_HEALTHY_Z < z && z < HIGHEST_HEALTHY_Z;
        double forward = FORWARD_WEIGHT * xVelocity;
        double alive = healthy ? ALIVE_BONUS : 0;
        double control = CONTROL_COST * Numpy.sumOfSquares(action);
        double contact = contactCost();
        var info = new StepInfo()
                .put("x_position", x)
                .put("y_position", y)
                .put("distance_from_origin", Numpy.norm(x, y))
                .put("x_velocity", xVelocity)
                .put("y_velocity", yVelocity)
                .put("reward_survive", alive)
                .put("reward_forward", forward)
                .put("reward_ctrl", -control)
                .put("reward_contact", -contact);
        return new Outcome(forward + alive - (control + contact), !healthy, info.build());
    }

    /** One coordinate of the whole body's centre of mass, summed over bodies in the order of {@code np.einsum}. */
    private double centreOfMass(int axis) {
        double moment = 0;
        for (int body = 0; body < bodyMass.length; body++) {
            moment += bodyMass[body] * data.get(DataField.XIPOS, 3 * body + axis);
        }
        return moment / totalMass;
    }
}
