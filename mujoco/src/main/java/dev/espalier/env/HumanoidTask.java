package dev.espalier.env;

import dev.espalier.mujoco.DataField;

/**
 * The common part of the humanoid tasks: observation, start noise and contact forces.
 *
 * <p>Observation, 348: qpos without x and y (22), qvel (23); of the 13 bodies but the world cinert (130) and cvel (78);
 * the joints' actuator forces (17); of the 13 bodies cfrc_ext (78).
 */
abstract class HumanoidTask extends GymnasiumTask {

    private static final double CONTACT_COST = 5e-7;
    private static final double LARGEST_CONTACT_COST = 10;
    private static final int CINERT_OF_WORLD = 10;
    private static final int SPATIAL_VECTOR = 6;
    private static final int FREE_JOINT_SPEEDS = 6;

    HumanoidTask(EnvironmentSpec spec, String modelFile) {
        super(spec, modelFile, 5, 2, VelocityNoise.UNIFORM, 0.01);
    }

    @Override
    protected final void observe(double[] target) {
        int next = append(DataField.QPOS, 2, target, 0);
        next = append(DataField.QVEL, 0, target, next);
        next = append(DataField.CINERT, CINERT_OF_WORLD, target, next);
        next = append(DataField.CVEL, SPATIAL_VECTOR, target, next);
        next = append(DataField.QFRC_ACTUATOR, FREE_JOINT_SPEEDS, target, next);
        append(DataField.CFRC_EXT, SPATIAL_VECTOR, target, next);
    }

    /** Computes the contact forces of the last step, and returns their cost. */
    final double contactCost() {
        data.rnePostConstraint();
        return Math.min(CONTACT_COST * Numpy.sumOfSquares(data.get(DataField.CFRC_EXT)), LARGEST_CONTACT_COST);
    }

    private int append(DataField field, int from, double[] target, int next) {
        int count = data.length(field) - from;
        data.read(field, from, count, target, next);
        return next + count;
    }
}
