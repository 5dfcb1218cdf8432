package dev.espalier.env;

import dev.espalier.mujoco.DataField;

/**
 * A flat cheetah of nine bodies runs to the right as fast as it can.
 *
 * <table>
 * <caption>Contract of HalfCheetah-v5 and HalfCheetah-v2, whose rules are the same</caption>
 * <tr><td>action</td><td>6 torques in [-1, 1]: back thigh, shin, foot, front thigh, shin, foot</td></tr>
 * <tr><td>observation</td><td>17: qpos without the x position (8), qvel (9)</td></tr>
 * <tr><td>reward</td><td>{@code dx/dt - 0.1 |a|^2}</td></tr>
 * <tr><td>terminates</td><td>never</td></tr>
 * <tr><td>start</td><td>qpos + U(-0.1, 0.1), then qvel + 0.1 N(0, 1)</td></tr>
 * <tr><td>time</td><td>5 physics steps of 0.01 s; truncated after 1000 steps</td></tr>
 * </table>
 */
final class HalfCheetah extends GymnasiumTask {

    private static final double CONTROL_COST = 0.1;

    HalfCheetah(EnvironmentSpec spec) {
        super(spec, "half_cheetah.xml", 5, 1, VelocityNoise.NORMAL, 0.1);
    }

    @Override
    protected Outcome advance(double[] action) {
        double before = data.get(DataField.QPOS, 0);
        simulate(action);
        double after = data.get(DataField.QPOS, 0);
        double forward = (after - before) / dt;
        double control = CONTROL_COST * Numpy.sumOfSquares(action);
        var info = new StepInfo()
                .put("x_position", after)
                .put("x_velocity", forward)
                .put("reward_forward", forward)
                .put("reward_ctrl", -control);
        return new Outcome(forward - control, false, info.build());
    }
}
