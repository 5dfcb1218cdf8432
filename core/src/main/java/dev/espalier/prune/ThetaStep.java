package dev.espalier.prune;

import java.util.SequencedMap;

/**
 * How theta follows its gradient before the projection (6): one step down the gradient, or Adam's. What it remembers of
 * each unit goes with the unit when others are removed.
 */
sealed interface ThetaStep {

    /** As the settings say, at step 0. */
    static ThetaStep start(int units, PruneConfig config) {
        return switch (config.thetaOptimizer()) {
            case "plain" -> new Plain(config.thetaLearningRate());
            case "adam" -> new Adam(config.thetaLearningRate(), new float[units], new float[units], new float[1]);
            default -> throw new IllegalArgumentException("theta_optimizer " + config.thetaOptimizer());
        };
    }

    /**
     * Moves theta and projects it onto [0, 1].
     *
     * @param theta {@code [units]}, changed in place
     * @param gradient {@code dC/dtheta}, or an estimate, {@code [units]}
     * @param square of {@code dC/dtheta}, {@code [units]}: where the gradient is an estimate, one of its own
     */
    void step(float[] theta, double[] gradient, double[] square);

    /** The same for some of the units. */
    ThetaStep select(int[] kept);

    /** Hands out the arrays that it remembers, to be copied or overwritten. */
    void entries(SequencedMap<String, float[]> entries);

    /** {@code theta <- clip(theta - a * gradient, 0, 1)}: equation (6) as it stands. */
    record Plain(double learningRate) implements ThetaStep {

        @Override
        public void step(float[] theta, double[] gradient, double[] square) {
            for (int i = 0; i < theta.length; i++) {
                theta[i] = BernoulliGate.project(theta[i] - learningRate * gradient[i]);
            }
        }

        @Override
        public ThetaStep select(int[] kept) {
            return this;
        }

        @Override
        public void entries(SequencedMap<String, float[]> entries) {
            // The step depends on nothing that went before.
        }
    }

    /**
     * Equation (6) with Adam's step (Kingma and Ba, 2015): the usefulness that one mini-batch shows is many times as
     * noisy as it is large, and Adam averages it. The mean square is that of what units show, not of estimates, which
     * would slow theta down where few of the closed units are computed. The moments go on unclipped where theta is held
     * at a corner.
     */
    final class Adam implements ThetaStep {

        private static final double BETA1 = 0.9;
        private static final double BETA2 = 0.999;
        private static final double EPSILON = 1e-8;

        private final double learningRate;

        /** Running mean of the gradient, {@code [units]}. */
        private final float[] expAvg;

        /** Running mean of its square, {@code [units]}. */
        private final float[] expAvgSq;

        /** Steps taken, {@code [1]}; stays at 2^24, where the corrections have long become 1. */
        private final float[] steps;

        private Adam(double learningRate, float[] expAvg, float[] expAvgSq, float[] steps) {
            this.learningRate = learningRate;
            this.expAvg = expAvg;
            this.expAvgSq = expAvgSq;
            this.steps = steps;
        }

        @Override
        public void step(float[] theta, double[] gradient, double[] square) {
            steps[0]++;
            // StrictMath gives the same bits on every machine.
            double correction1 = 1 - StrictMath.pow(BETA1, steps[0]);
            double correction2 = 1 - StrictMath.pow(BETA2, steps[0]);
            for (int i = 0; i < theta.length; i++) {
                expAvg[i] = (float) (BETA1 * expAvg[i] + (1 - BETA1) * gradient[i]);
                expAvgSq[i] = (float) (BETA2 * expAvgSq[i] + (1 - BETA2) * square[i]);
                double direction = expAvg[i] / correction1 / (Math.sqrt(expAvgSq[i] / correction2) + EPSILON);
                theta[i] = BernoulliGate.project(theta[i] - learningRate * direction);
            }
        }

        @Override
        public ThetaStep select(int[] kept) {
            return new Adam(
                    learningRate, GateArrays.select(expAvg, kept), GateArrays.select(expAvgSq, kept), steps.clone());
        }

        @Override
        public void entries(SequencedMap<String, float[]> entries) {
            entries.put("exp_avg", expAvg);
            entries.put("exp_avg_sq", expAvgSq);
            entries.put("steps", steps);
        }
    }
}
