package dev.espalier.env;

import dev.espalier.mujoco.DataField;
import dev.espalier.mujoco.ModelField;

/**
 * The common part of Hopper and Walker2d: a body in the x-z plane with rewards for moving forward and for being
 * healthy, a cost of controls, and termination when it is not healthy. They differ in model and health.
 */
abstract class PlanarWalker extends GymnasiumTask {

    private static final double CONTROL_COST = 1e-3;
    private static final double NOISE = 5e-3;
    private static final double LARGEST_OBSERVED_SPEED = 10;
    private static final int FRAME_SKIP = 4;

    private final double startHeight;

    PlanarWalker(EnvironmentSpec spec, String modelFile) {
        super(spec, modelFile, FRAME_SKIP, 1, VelocityNoise.UNIFORM, NOISE);
        startHeight = model.get(ModelField.QPOS0)[1];
    }

    /** Whether the current state lets the episode continue. */
    protected abstract boolean healthy();

    @Override
    protected void observe(double[] target) {
        super.observe(target);
        Numpy.clip(target, model.nq() - 1, target.length, LARGEST_OBSERVED_SPEED);
    }

    @Override
    protected Outcome advance(double[] action) {
        double before = data.get(DataField.QPOS, 0);
        simulate(action);
        double after = data.get(DataField.QPOS, 0);
        boolean healthy = healthy();
        double forward = (after - before) / dt;
        double alive = aliveBonus(healthy);
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
}
