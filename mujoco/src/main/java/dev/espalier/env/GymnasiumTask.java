package dev.espalier.env;

import dev.espalier.mujoco.DataField;

/**
 * The common part of Gymnasium's tasks of locomotion and balance: one of its models, a start with noise of one scale,
 * and an observation of the positions, but for the first ones, and then of the velocities.
 */
abstract class GymnasiumTask extends MujocoEnvironment {

    /** The noise on the velocities at the start; that on the positions is uniform in {@code +-scale}. */
    enum VelocityNoise {
        /** {@code U(-scale, scale)}. */
        UNIFORM,
        /** {@code scale * N(0, 1)}. */
        NORMAL
    }

    private final int hiddenPositions;
    private final VelocityNoise velocityNoise;
    private final double scale;
    private final boolean hasOldRules;

    /**
     * Creates a task.
     *
     * @param hiddenPositions first entries of qpos that are not observed, such as x
     * @param scale scale of the noise at the start
     */
    GymnasiumTask(
            EnvironmentSpec spec,
            String modelFile,
            int frameSkip,
            int hiddenPositions,
            VelocityNoise velocityNoise,
            double scale) {
        super(spec, modelFile, frameSkip);
        this.hiddenPositions = hiddenPositions;
        this.velocityNoise = velocityNoise;
        this.scale = scale;
        hasOldRules = hasOldRules(spec);
    }

    /** Whether a task follows the older rules, as {@code -v2} ids do. */
    static boolean hasOldRules(EnvironmentSpec spec) {
        return spec.id().endsWith("-v2");
    }

    final boolean hasOldRules() {
        return hasOldRules;
    }

    /** The reward of 1 for being healthy, which the older rules pay in the step that ends the episode, too. */
    final double aliveBonus(boolean healthy) {
        return healthy || hasOldRules ? 1 : 0;
    }

    @Override
    protected final void drawStart(StartNoise noise, double[] qpos, double[] qvel) {
        noise.addUniform(scale, qpos);
        switch (velocityNoise) {
            case UNIFORM -> noise.addUniform(scale, qvel);
            case NORMAL -> noise.addNormal(scale, qvel);
        }
    }

    @Override
    protected void observe(double[] target) {
        int positions = model.nq() - hiddenPositions;
        data.read(DataField.QPOS, hiddenPositions, positions, target, 0);
        data.read(DataField.QVEL, 0, model.nv(), target, positions);
    }
}
