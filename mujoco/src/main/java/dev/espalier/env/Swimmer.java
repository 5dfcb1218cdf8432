package dev.espalier.env;

import dev.espalier.mujoco.DataField;

/**
 * Three links in a row swim through a viscous fluid by bending their two joints.
 *
 * <table>
 * <caption>Contract of Swimmer-v5</caption>
 * <tr><td>action</td><td>2 torques in [-1, 1]: first and second joint</td></tr>
 * <tr><td>observation</td><td>8: qpos without x and y (3), qvel (5)</td></tr>
 * <tr><td>reward</td><td>{@code dx/dt - 0.0001 |a|^2}</td></tr>
 * <tr><td>terminates</td><td>never</td></tr>
 * <tr><td>start</td><td>qpos + U(-0.1, 0.1), then qvel + U(-0.1, 0.1)</td></tr>
 * <tr><td>time</td><td>4 physics steps of 0.01 s; truncated after 1000 steps</td></tr>
 * </table>
 */
final class Swimmer extends GymnasiumTask {

    private static final double CONTROL_COST = 1e-4;

    Swimmer(EnvironmentSpec spec) {
        super(spec, "swimmer.xml", 4, 2, VelocityNoise.UNIFORM, 0.1);
    }

    @Override
    protected Outcome advance(double[] action) {
        double xBefore = data.get(DataField.QPOS, 0);
        double yBefore = data.get(DataField.QPOS, 1);
        simulate(action);
        double x = data.get(DataField.QPOS, 0);
        double y = data.get(DataField.QPOS, 1);
        double forward = (x - xBefore) / dt;
        double control = CONTROL_COST * Numpy.sumOfSquares(action);
        var info = new StepInfo()
                .put("x_position", x)
                .put("y_position", y)
                .put("distance_from_origin", Numpy.norm(x, y))
                .put("x_velocity", forward)
                .put("y_velocity", (y - yBefore) / dt)
                .put("reward_forward", forward)
                .put("reward_ctrl", -control);
        return new Outcome(forward - control, false, info.build());
    }
}
