package dev.espalier.env;

import dev.espalier.mujoco.DataField;

/**
 * A cart on a rail balances a pole.
 *
 * <table>
 * <caption>Contract of InvertedPendulum-v5</caption>
 * <tr><td>action</td><td>1 force on the cart in [-3, 3]</td></tr>
 * <tr><td>observation</td><td>4: cart position, pole angle, and their velocities</td></tr>
 * <tr><td>reward</td><td>1, and 0 in the step that terminates</td></tr>
 * <tr><td>terminates</td><td>when |angle| &gt; 0.2 or a number is not finite</td></tr>
 * <tr><td>start</td><td>qpos + U(-0.01, 0.01), then qvel + U(-0.01, 0.01)</td></tr>
 * <tr><td>time</td><td>2 physics steps of 0.02 s; truncated after 1000 steps</td></tr>
 * </table>
 */
final class InvertedPendulum extends GymnasiumTask {

    private static final double LARGEST_ANGLE = 0.2;

    InvertedPendulum(EnvironmentSpec spec) {
        super(spec, "inverted_pendulum.xml", 2, 0, VelocityNoise.UNIFORM, 0.01);
    }

    @Override
    protected Outcome advance(double[] action) {
        simulate(action);
        boolean fallen = Math.abs(data.get(DataField.QPOS, 1)) > LARGEST_ANGLE
                || !Numpy.allFinite(data.get(DataField.QPOS))
                || !Numpy.allFinite(data.get(DataField.QVEL));
        double alive = fallen ? 0 : 1;
        return new Outcome(
                alive, fallen, new StepInfo().put("reward_survive", alive).build());
    }
}
