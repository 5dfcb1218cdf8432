package dev.espalier.env;

import dev.espalier.mujoco.DataField;
import dev.espalier.mujoco.ModelField;

/**
 * A one-legged figure hops to the right without falling over.
 *
 * <table>
 * <caption>Contract of Hopper-v5 and Hopper-v2</caption>
 * <tr><td>action</td><td>3 torques in [-1, 1]: thigh, leg, foot</td></tr>
 * <tr><td>observation</td><td>11: qpos without the x position (5), qvel clipped to [-10, 10] (6)</td></tr>
 * <tr><td>healthy</td><td>z &gt; 0.7, |torso angle| &lt; 0.2, and every entry of (qpos, qvel) from the third on below 100 in size</td></tr>
 * <tr><td>reward</td><td>v5: {@code dx/dt + [healthy] - 0.001 |a|^2}; v2: {@code dx/dt + 1 - 0.001 |a|^2}</td></tr>
 * <tr><td>terminates</td><td>when not healthy</td></tr>
 * <tr><td>start</td><td>qpos + U(-0.005, 0.005), then qvel + U(-0.005, 0.005)</td></tr>
 * <tr><td>time</td><td>4 physics steps of 0.002 s; truncated after 1000 steps</td></tr>
 * </table>
 */
final class Hopper extends MujocoEnvironment {

    private static final double CONTROL_COST = 1e-3;
    private static final double NOISE = 5e-3;
    private static final double LOWEST_HEALTHY_Z = 0.7;
    private static final double LARGEST_HEALTHY_ANGLE = 0.2;
    private static final double LARGEST_HEALTHY_NUMBER = 100;
    private static final double LARGEST_OBSERVED_SPEED = 10;

    private final AliveBonus aliveBonus;
    private final double startHeight;

    private Hopper(EnvironmentSpec spec, AliveBonus aliveBonus) {
        super(spec, "hopper.xml", 4);
        this.aliveBonus = aliveBonus;
        startHeight = model.get(ModelField.QPOS0)[1];
    }

    static Hopper v5(EnvironmentSpec spec) {
        return new Hopper(spec, AliveBonus.WHILE_HEALTHY);
    }

    static Hopper v2(EnvironmentSpec spec) {
        return new Hopper(spec, AliveBonus.ALWAYS);
    }

    @Override
    protected void drawStart(StartNoise noise, double[] qpos, double[] qvel) {
        noise.addUniform(NOISE, qpos);
        noise.addUniform(NOISE, qvel);
    }

    @Override
    protected void observe(double[] target) {
        int positions = model.nq() - 1;
        data.read(DataField.QPOS, 1, positions, target, 0);
        data.read(DataField.QVEL, 0, model.nv(), target, positions);
        Numpy.clip(target, positions, target.length, LARGEST_OBSERVED_SPEED);
    }

    @Override
    protected Outcome advance(double[] action) {
        double before = data.get(DataField.QPOS, 0);
        simulate(action);
        double after = data.get(DataField.QPOS, 0);
        boolean healthy = healthy();
        double forward = (after - before) / dt;
        double alive = aliveBonus.of(healthy);
        double control = CONTROL_COST * Numpy.sumOfSquares(action);
        var info = new StepInfo()
                .put("x_position", after)
                .put("z_distance_from_origin", data.get(DataField.QPOS, 1) - startHeight)
                .put("x_velocity", forward)
                .put("reward_forward", forward)
                .put("reward_ctrl", -control)
                .put("reward_survive", alive);
        return new Outcome(forward + alive - control, !healthy, info.build());
    }

    private boolean healthy() {
        double[] qpos = data.get(DataField.QPOS);
        return qpos[1] > LOWEST_HEALTHY_Z
                && Math.abs(qpos[2]) < LARGEST_HEALTHY_ANGLE
                && allBelow(LARGEST_HEALTHY_NUMBER, qpos, 2)
                && allBelow(LARGEST_HEALTHY_NUMBER, data.get(DataField.QVEL), 0);
    }

    private static boolean allBelow(double limit, double[] values, int from) {
        for (int i = from; i < values.length; i++) {
            // Written so that NaN counts as too large.
            if (!(Math.abs(values[i]) < limit)) {
                return false;
            }
        }
        return true;
    }
}
