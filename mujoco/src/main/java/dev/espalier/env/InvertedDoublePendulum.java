package dev.espalier.env;

import dev.espalier.mujoco.DataField;

/**
 * A cart on a rail balances two poles, one on top of the other.
 *
 * <table>
 * <caption>Contract of InvertedDoublePendulum-v5</caption>
 * <tr><td>action</td><td>1 force on the cart in [-1, 1]</td></tr>
 * <tr><td>observation</td><td>9: cart position, sines of both angles, cosines of both angles, qvel clipped to
 * [-10, 10] (3), the constraint force on the cart clipped to [-10, 10]</td></tr>
 * <tr><td>reward</td><td>{@code 10 [not fallen] - 0.01 x^2 - (y - 2)^2 - 0.001 v1^2 - 0.005 v2^2}, where (x, y) is the
 * tip and v1, v2 are the angular velocities</td></tr>
 * <tr><td>terminates</td><td>fallen: y &lt;= 1</td></tr>
 * <tr><td>start</td><td>qpos + U(-0.1, 0.1), then qvel + 0.1 N(0, 1)</td></tr>
 * <tr><td>time</td><td>5 physics steps of 0.01 s; truncated after 1000 steps</td></tr>
 * </table>
 */
final class InvertedDoublePendulum extends GymnasiumTask {

    private static final double ALIVE_BONUS = 10;
    private static final double LOWEST_TIP = 1;
    private static final double OBSERVED_RANGE = 10;

    InvertedDoublePendulum(EnvironmentSpec spec) {
        super(spec, "inverted_double_pendulum.xml", 5, 0, VelocityNoise.NORMAL, 0.1);
    }

    @Override
    protected void observe(double[] target) {
        double[] qpos = data.get(DataField.QPOS);
        target[0] = qpos[0];
        target[1] = StrictMath.sin(qpos[1]);
        target[2] = StrictMath.sin(qpos[2]);
        target[3] = StrictMath.cos(qpos[1]);
        target[4] = StrictMath.cos(qpos[2]);
        data.read(DataField.QVEL, 0, 3, target, 5);
        data.read(DataField.QFRC_CONSTRAINT, 0, 1, target, 8);
        Numpy.clip(target, 5, 9, OBSERVED_RANGE);
    }

    @Override
    protected Outcome advance(double[] action) {
        simulate(action);
        double x = data.get(DataField.SITE_XPOS, 0);
        double y = data.get(DataField.SITE_XPOS, 2);
        double v1 = data.get(DataField.QVEL, 1);
        double v2 = data.get(DataField.QVEL, 2);
        boolean fallen = y <= LOWEST_TIP;
        double alive = fallen ? 0 : ALIVE_BONUS;
        double distance = 0.01 * (x * x) + (y - 2) * (y - 2);
        double velocity = 1e-3 * (v1 * v1) + 5e-3 * (v2 * v2);
        var info = new StepInfo()
                .put("reward_survive", alive)
                .put("distance_penalty", -distance)
                .put("velocity_penalty", -velocity);
        return new Outcome(alive - distance - velocity, fallen, info.build());
    }
}
