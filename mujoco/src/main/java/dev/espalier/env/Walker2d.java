package dev.espalier.env;

import dev.espalier.mujoco.DataField;

/**
 * A flat two-legged figure walks to the right without falling over.
 *
 * <table>
 * <caption>Contract of Walker2d-v5 and Walker2d-v2</caption>
 * <tr><td>action</td><td>6 torques in [-1, 1]: right thigh, leg, foot, left thigh, leg, foot</td></tr>
 * <tr><td>observation</td><td>17: qpos without the x position (8), qvel clipped to [-10, 10] (9)</td></tr>
 * <tr><td>healthy</td><td>0.8 &lt; z &lt; 2.0 and -1 &lt; torso angle &lt; 1</td></tr>
 * <tr><td>reward</td><td>v5: {@code dx/dt + [healthy] - 0.001 |a|^2}; v2: {@code dx/dt + 1 - 0.001 |a|^2}</td></tr>
 * <tr><td>terminates</td><td>when not healthy</td></tr>
 * <tr><td>start</td><td>qpos + U(-0.005, 0.005), then qvel + U(-0.005, 0.005)</td></tr>
 * <tr><td>time</td><td>4 physics steps of 0.002 s; truncated after 1000 steps</td></tr>
 * <tr><td>model</td><td>v5: both feet with friction 1.9; v2: right foot 0.9, left foot 1.9</td></tr>
 * </table>
 */
final class Walker2d extends PlanarWalker {

    private static final double LOWEST_HEALTHY_Z = 0.8;
    private static final double HIGHEST_HEALTHY_Z = 2.0;
    private static final double LARGEST_HEALTHY_ANGLE = 1.0;

    Walker2d(EnvironmentSpec spec) {
        super(spec, hasOldRules(spec) ? "walker2d.xml" : "walker2d_v5.xml");
    }

    @Override
    protected boolean healthy() {
        double z = data.get(DataField.QPOS, 1);
        double angle = data.get(DataField.QPOS, 2);
        return LOWEST_HEALTHY_Z < z && z < HIGHEST_HEALTHY_Z && Math.abs(angle) < LARGEST_HEALTHY_ANGLE;
    }
}
