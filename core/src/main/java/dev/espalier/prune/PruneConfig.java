package dev.espalier.prune;

import static dev.espalier.settings.Settings.atLeast;
import static dev.espalier.settings.Settings.fraction;
import static dev.espalier.settings.Settings.notNegative;
import static dev.espalier.settings.Settings.positive;
import static dev.espalier.settings.Settings.positiveFraction;

import dev.espalier.settings.InvalidSettingException;

/**
 * The settings of gates, cost and pruning. Defaults are stated in {@code defaults.yml} alone.
 *
 * @param gates whether hidden units have gates at all
 * @param thetaStart theta of every unit at the start, in (0, 1]
 * @param thetaOptimizer how theta follows its gradient: {@code adam} or {@code plain}
 * @param thetaLearningRate step size of theta
 * @param tolerance a unit whose theta is at most this is removed, in [0, 1)
 * @param patience further updates that theta must stay at or below the tolerance before its unit is removed
 * @param leaveOut when an update leaves out closed units
 * @param warmupEnd share of the run's steps after which theta begins to move
 * @param roundAt share of the run's steps after which every theta is rounded to 0 or 1 and fixed
 * @param gamma weight of what only learning needs against what is deployed, in [0, 1]; equation (27)
 * @param kappa cost of a unit beside its weights: bias and batch norm; equations (21)(22)
 * @param nu pressure on the units
 * @param lambda decay of the weights
 */
public record PruneConfig(
        boolean gates,
        double thetaStart,
        String thetaOptimizer,
        double thetaLearningRate,
        double tolerance,
        int patience,
        LeaveOut leaveOut,
        double warmupEnd,
        double roundAt,
        double gamma,
        double kappa,
        Nu nu,
        Lambda lambda) {

    /**
     * Pressure by role, a pure number: a unit stays while its share of the usefulness exceeds nu times its share of the
     * cost.
     *
     * @param ofe on the units of the extractors
     * @param policy on those of the policy
     * @param critic on those of the networks that judge
     */
    public record Nu(double ofe, double policy, double critic) {

        public Nu {
            notNegative("ofe", ofe);
            notNegative("policy", policy);
            notNegative("critic", critic);
        }
    }

    /**
     * Factor of {@code |W|^2 / 2} in the loss of each network, by role.
     *
     * @param ofe for the extractors and the predictor
     * @param policy for the policy
     * @param critic for the networks that judge
     */
    public record Lambda(double ofe, double policy, double critic) {

        public Lambda {
            notNegative("ofe", ofe);
            notNegative("policy", policy);
            notNegative("critic", critic);
        }
    }

    public PruneConfig {
        positiveFraction("theta_start", thetaStart);
        if (!thetaOptimizer.equals("adam") && !thetaOptimizer.equals("plain")) {
            throw new InvalidSettingException("theta_optimizer", "is '" + thetaOptimizer + "'; give adam or plain");
        }
        positive("theta_learning_rate", thetaLearningRate);
        fraction("tolerance", tolerance);
        if (gates && tolerance >= thetaStart) {
            throw new InvalidSettingException(
                    "tolerance",
                    "is %s, so that theta_start, %s, would remove every unit at once; give less"
                            .formatted(tolerance, thetaStart));
        }
        atLeast("patience", patience, 0);
        fraction("warmup_end", warmupEnd);
        fraction("round_at", roundAt);
        if (warmupEnd >= roundAt) {
            throw new InvalidSettingException(
                    "warmup_end",
                    "is %s, but round_at is %s: theta would never move; give less".formatted(warmupEnd, roundAt));
        }
        fraction("gamma", gamma);
        notNegative("kappa", kappa);
    }
}
