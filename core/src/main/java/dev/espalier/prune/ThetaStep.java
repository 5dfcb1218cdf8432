package dev.espalier.prune;

import java.util.SequencedMap;

/**
 * The step of theta down its gradient before the projection (6): a plain gradient step or Adam's. Its state for a unit
 * is removed with the unit.
 */
sealed interface ThetaStep {

    /** Creates the step that the settings name, at step 0. */
    static ThetaStep start(int units, PruneConfig config) {
        return switch (config.thetaOptimizer()) {
            case "plain" -> new Plain(config.thetaLearningRate());
            case "adam" -> new Adam(config.thetaLearningRate(), new float[units], new float[units], new float[1]);
            default -> throw new IllegalArgumentException("theta_optimizer " + config.thetaOptimizer());
        };
    }

    /**
     * Updates theta and projects it onto [0, 1].
     *
     * @param theta {@code [units]}, changed in place
     * @param gradient {@code dC/dtheta}, or an estimate, {@code [units]}
     * @param square square of {@code dC/dtheta}, {@code [units]}; if the gradient is an estimate, a separate estimate
     */
    void step(float[] theta, double[] gradient, double[] square);

    /** The step for some of the units. */
    ThetaStep select(int[] kept);

    /** Adds the live arrays of the state, to be copied or overwritten. */
    void entries(SequencedMap<String, float[]> entries);

    /** {@code theta <- clip(theta - a * gradient, 0, 1)}: equation (6) unchanged. */
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
            // A plain step has no state.
        }
    }

    /**
     * Equation (6) with Adam's step (Kingma and Ba, 2015): the usefulness in a single mini-batch has far more noise
     * than signal, and Adam averages it. The second moment uses the squares of observed derivatives instead of scaled
     * estimates, which would slow theta down if few closed units are computed. The moments also change while theta
     * stays at a corner.
     *
     * @param expAvg running mean of the gradient, {@code [units]}
     * @param expAvgSq running mean of its square, {@code [units]}
     * @param steps number of steps, {@code [1]}; stays at 2^24, where the corrections have long been 1
     */
    record Adam(double learningRate, float[] expAvg, float[] expAvgSq, float[] steps) implements ThetaStep {

        private static final double BETA1 = 0.9;
        private static final double BETA2 = 0.999;
        private static final double EPSILON = 1e-8;

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
