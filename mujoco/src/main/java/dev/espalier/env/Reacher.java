package dev.espalier.env;

import dev.espalier.mujoco.DataField;
import dev.espalier.mujoco.ModelObject;

/**
 * A flat arm of two links reaches for a target, which lies somewhere else in every episode.
 *
 * <table>
 * <caption>Contract of Reacher-v5</caption>
 * <tr><td>action</td><td>2 torques in [-1, 1]: shoulder, elbow</td></tr>
 * <tr><td>observation</td><td>10: cosines of both angles, sines of both angles, target x and y, both angular
 * velocities, (fingertip - target) x and y</td></tr>
 * <tr><td>reward</td><td>{@code -|fingertip - target| - |a|^2}</td></tr>
 * <tr><td>terminates</td><td>never</td></tr>
 * <tr><td>start</td><td>qpos + U(-0.1, 0.1); then the target uniform in the disc of radius 0.2 (points of the square
 * around it, x then y, are drawn until one is inside); then qvel + U(-0.005, 0.005), the target's set to 0</td></tr>
 * <tr><td>time</td><td>2 physics steps of 0.01 s; truncated after 50 steps</td></tr>
 * </table>
 */
final class Reacher extends MujocoEnvironment {

    private static final double POSITION_NOISE = 0.1;
    private static final double VELOCITY_NOISE = 0.005;
    private static final double TARGET_RADIUS = 0.2;

    private final int fingertip;
    private final int target;

    Reacher(EnvironmentSpec spec) {
        super(spec, "reacher.xml", 2);
        fingertip = model.id(ModelObject.BODY, "fingertip");
        target = model.id(ModelObject.BODY, "target");
    }

    @Override
    protected void drawStart(StartNoise noise, double[] qpos, double[] qvel) {
        noise.addUniform(POSITION_NOISE, qpos);
        do {
            qpos[2] = noise.uniform(-TARGET_RADIUS, TARGET_RADIUS);
            qpos[3] = noise.uniform(-TARGET_RADIUS, TARGET_RADIUS);
        } while (Numpy.norm(qpos[2], qpos[3]) >= TARGET_RADIUS);
        noise.addUniform(VELOCITY_NOISE, qvel);
        qvel[2] = 0;
        qvel[3] = 0;
    }

    @Override
    protected void observe(double[] observation) {
        double shoulder = data.get(DataField.QPOS, 0);
        double elbow = data.get(DataField.QPOS, 1);
        observation[0] = StrictMath.cos(shoulder);
        observation[1] = StrictMath.cos(elbow);
        observation[2] = StrictMath.sin(shoulder);
        observation[3] = StrictMath.sin(elbow);
        data.read(DataField.QPOS, 2, 2, observation, 4);
        data.read(DataField.QVEL, 0, 2, observation, 6);
        double[] gap = bodyDifference(fingertip, target);
        observation[8] = gap[0];
        observation[9] = gap[1];
    }

    @Override
    protected Outcome advance(double[] action) {
        simulate(action);
        double distance = -Numpy.norm(bodyDifference(fingertip, target));
        double control = -Numpy.sumOfSquares(action);
        var info = new StepInfo().put("reward_dist", distance).put("reward_ctrl", control);
        return new Outcome(distance + control, false, info.build());
    }
}
