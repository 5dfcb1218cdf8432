package dev.espalier.env;

import dev.espalier.mujoco.DataField;
import dev.espalier.mujoco.ModelObject;

/**
 * An arm of seven joints pushes a cylinder to a goal.
 *
 * <table>
 * <caption>Contract of Pusher-v5</caption>
 * <tr><td>action</td><td>7 torques in [-2, 2], from the shoulder to the wrist</td></tr>
 * <tr><td>observation</td><td>23: arm's qpos (7) and qvel (7), positions of fingertip, cylinder, goal (3
 * each)</td></tr>
 * <tr><td>reward</td><td>{@code -|cylinder - goal| - 0.1 |a|^2 - 0.5 |cylinder - fingertip|}</td></tr>
 * <tr><td>terminates</td><td>never</td></tr>
 * <tr><td>start</td><td>the cylinder's x from U(-0.3, 0) and y from U(-0.2, 0.2), drawn until it is more than 0.17 away
 * from the goal at (0, 0); then qvel + U(-0.005, 0.005), cylinder's and goal's set to 0</td></tr>
 * <tr><td>time</td><td>5 physics steps of 0.01 s; truncated after 100 steps</td></tr>
 * </table>
 */
final class Pusher extends MujocoEnvironment {

    private static final double NEAR_WEIGHT = 0.5;
    private static final double CONTROL_COST = 0.1;
    private static final double VELOCITY_NOISE = 0.005;
    private static final double MIN_DISTANCE = 0.17;
    private static final int ARM_JOINTS = 7;

    private final int fingertip;
    private final int cylinder;
    private final int goal;

    Pusher(EnvironmentSpec spec) {
        super(spec, "pusher_v5.xml", 5);
        fingertip = model.id(ModelObject.BODY, "tips_arm");
        cylinder = model.id(ModelObject.BODY, "object");
        goal = model.id(ModelObject.BODY, "goal");
    }

    @Override
    protected void drawStart(StartNoise noise, double[] qpos, double[] qvel) {
        double x;
        double y;
        do {
            x = noise.uniform(-0.3, 0);
            y = noise.uniform(-0.2, 0.2);
        } while (Numpy.norm(x, y) <= MIN_DISTANCE);
        qpos[ARM_JOINTS] = x;
        qpos[ARM_JOINTS + 1] = y;
        qpos[ARM_JOINTS + 2] = 0;
        qpos[ARM_JOINTS + 3] = 0;
        noise.addUniform(VELOCITY_NOISE, qvel);
        for (int i = ARM_JOINTS; i < qvel.length; i++) {
            qvel[i] = 0;
        }
    }

    @Override
    protected void observe(double[] target) {
        data.read(DataField.QPOS, 0, ARM_JOINTS, target, 0);
        data.read(DataField.QVEL, 0, ARM_JOINTS, target, ARM_JOINTS);
        data.read(DataField.XPOS, 3 * fingertip, 3, target, 14);
        data.read(DataField.XPOS, 3 * cylinder, 3, target, 17);
        data.read(DataField.XPOS, 3 * goal, 3, target, 20);
    }

    @Override
    protected Outcome advance(double[] action) {
        simulate(action);
        double near = -Numpy.norm(bodyDifference(cylinder, fingertip)) * NEAR_WEIGHT;
        double distance = -Numpy.norm(bodyDifference(cylinder, goal));
        double control = -Numpy.sumOfSquares(action) * CONTROL_COST;
        var info = new StepInfo()
                .put("reward_dist", distance)
                .put("reward_ctrl", control)
                .put("reward_near", near);
        return new Outcome(distance + control + near, false, info.build());
    }
}
