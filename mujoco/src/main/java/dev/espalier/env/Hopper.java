package dev.espalier.env;

import dev.espalier.mujoco.DataField;

/**
 * A one-legged figure hops to the right without falling over.
 *
 * <table>
 * <caption>Contract of Hopper-v5 and Hopper-v2</caption>
 * <tr><td>action</td><td>3 torques in [-1, 1]: thigh, leg, foot</td></tr>
 * <tr><td>observation</td><td>11: qpos without the x position (5), qvel clipped to [-10, 10] (6)</td></tr>
 * <tr><td>healthy</td><td>z &gt; 0.7, |torso angle| &lt; 0.2, and every entry of (qpos, qvel)
 * from the third on below 100 in absolute value</td></tr>
 * <tr><td>reward</td><td>v5: {@code dx/dt + [healthy] - 0.001 |a|^2}; v2: {@code dx/dt + 1 - 0.001 |a|^2}</td></tr>
 * <tr><td>terminates</td><td>when not healthy</td></tr>
 * <tr><td>start</td><td>qpos + U(-0.005, 0.005), then qvel + U(-0.005, 0.005)</td></tr>
 * <tr><td>time</td><td>4 physics steps of 0.002 s; truncated after 1000 steps</td></tr>
 * </table>
 */
final class Hopper extends PlanarWalker {

    private static final double LOWEST_HEALTHY_Z = 0.7;
    private static final double LARGEST_HEALTHY_ANGLE = 0.2;
    private static final double LARGEST_HEALTHY_NUMBER = 100;

    Hopper(EnvironmentSpec spec) {
        super(spec, "hopper.xml");
    }

    @Override
    protected boolean healthy() {
        double[] qpos = data.get(DataField.QPOS);
        return qpos[1] > LOWEST_HEALTHY_Z
                && Math.abs(qpos[2]) < LARGEST_HEALTHY_ANGLE
                && allBelow(LARGEST_HEALTHY_NUMBER, qpos, 2)
                && allBelow(LARGEST_HEALTHY_NUMBER, data.get(DataField.QVEL), 0);
    }

    private static boolean allBelow(double limit, double[] values, int from) {
        for (int i = from; i < values.length; i++) {
            // Negated, so that NaN counts as too large.
            if (!(Math.abs(values[i]) < limit)) {
                return false;
            }
        }
        return true;
    }
}
