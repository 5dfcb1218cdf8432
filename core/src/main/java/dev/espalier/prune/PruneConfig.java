package dev.espalier.prune;

import static dev.espalier.settings.Settings.atLeast;
import static dev.espalier.settings.Settings.fraction;
import static dev.espalier.settings.Settings.notNegative;
import static dev.espalier.settings.Settings.positive;
import static dev.espalier.settings.Settings.positiveFraction;

import dev.espalier.settings.InvalidSettingException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The settings of gates, cost and pruning. Defaults are stated in {@code defaults.yml} alone.
 *
 * @param gates whether hidden units may be removed at all
 * @param method criterion of removal: {@code theta} of the gates, or, as baselines whose theta stays 1,
 *     {@code magnitude} of the weights or {@code random} choice
 * @param estimator how usefulness is estimated from derivatives: {@code weighted} or {@code straight_through}
 * @param thetaStart theta of every unit at the start, in (0, 1]
 * @param thetaOptimizer how theta follows its gradient: {@code adam} or {@code plain}
 * @param thetaLearningRate step size of theta
 * @param tolerance a unit whose theta is at most this is removed, in [0, 1)
 * @param patience further updates that theta must stay at or below the tolerance before its unit is removed
 * @param openAfter further updates that theta must stay near 1 before its unit stays for good
 * @param leaveOut when an update leaves out closed units
 * @param warmupEnd share of the run's steps after which theta begins to move
 * @param roundAt share of the run's steps after which every undecided theta becomes 0 or 1
 * @param price price of a unit: {@code cost}, the parameters that it needs, or {@code uniform}, the same for all
 * @param target size at the end of the run, for which the pressure is controlled; nu is 0 then
 * @param gamma weight of networks that only learning needs, relative to deployed ones, in [0, 1]; equation (27)
 * @param kappa cost of a unit in addition to its weights: bias and batch norm; equations (21)(22)
 * @param nu pressure on the units, a pure number: a unit stays while it lowers the loss by a larger share than nu times
 *     its share of the cost
 * @param lambda weight decay: the factor of {@code |W|^2 / 2} in the loss of each network
 */
public record PruneConfig(
        boolean gates,
        String method,
        String estimator,
        double thetaStart,
        String thetaOptimizer,
        double thetaLearningRate,
        double tolerance,
        int patience,
        int openAfter,
        LeaveOut leaveOut,
        double warmupEnd,
        double roundAt,
        String price,
        Target target,
        double gamma,
        double kappa,
        ByRole nu,
        ByRole lambda) {

    private static final String THETA = "theta";
    private static final String MAGNITUDE = "magnitude";
    private static final String UNIFORM = "uniform";
    private static final String ADAM = "adam";

    /** Ratio of the learning rates that theta needs with plain steps and with Adam. */
    private static final double PLAIN_RATE = 100;

    /**
     * One number for the networks of each role, at least 0.
     *
     * @param ofe for the extractors and the predictor
     * @param policy for the policy
     * @param critic for the critics
     */
    public record ByRole(double ofe, double policy, double critic) {

        public ByRole {
            notNegative("ofe", ofe);
            notNegative("policy", policy);
            notNegative("critic", critic);
        }

        private boolean isAnyAbove0() {
            return ofe > 0 || policy > 0 || critic > 0;
        }

        private String firstAbove0() {
            return ofe > 0 ? "ofe" : policy > 0 ? "policy" : "critic";
        }
    }

    /**
     * The largest number of parameters at the end of a run.
     *
     * @param deployed parameters of the deployed networks; null for no target
     * @param trained parameters of all networks; null for no target
     */
    public record Target(
            @Nullable Integer deployed, @Nullable Integer trained) {

        /** No target. */
        public static final Target NONE = new Target(null, null);

        public Target {
            if (deployed != null) {
                atLeast("deployed", deployed, 1);
            }
            if (trained != null) {
                atLeast("trained", trained, 1);
            }
            if (deployed != null && trained != null && trained < deployed) {
                throw new InvalidSettingException(
                        "trained",
                        String.format(
                                Locale.ROOT,
                                "is %d, but what is deployed is trained, too, and target.deployed is %d; give more, or no target",
                                trained,
                                deployed));
            }
        }

        /** Whether any target is set. */
        public boolean isGiven() {
            return deployed != null || trained != null;
        }
    }

    /** Whether units have gates and theta decides which are removed. */
    public boolean isByTheta() {
        return method.equals(THETA);
    }

    /** Whether the magnitude of weights decides which units are removed. */
    public boolean isByMagnitude() {
        return method.equals(MAGNITUDE);
    }

    /** Whether every unit has the same price. */
    public boolean isPriceUniform() {
        return price.equals(UNIFORM);
    }

    /** Whether there are gates, but neither a pressure nor a target that could close one. */
    public boolean isAimless() {
        return gates && !target.isGiven() && !nu.isAnyAbove0();
    }

    /** Updates in which theta crosses its whole range if it always moves in the same direction. */
    public double thetaHorizon() {
        return (thetaOptimizer.equals(ADAM) ? 1 : PLAIN_RATE) / thetaLearningRate;
    }

    /**
     * The settings for a network that learns only at every n-th update: theta takes n times larger steps, and n times
     * fewer are counted, so that it decides in the same time as other networks.
     *
     * @param n at least 1
     */
    public PruneConfig learningEvery(int n) {
        return copy(n * thetaLearningRate, patience / n, openAfter / n, warmupEnd, roundAt);
    }

    /**
     * The same for a longer run, in which the phases of theta begin at the same steps. Theta that is never rounded never
     * is.
     *
     * @param steps steps of the run until now
     * @param longer its steps from now on
     */
    public PruneConfig rescheduled(long steps, long longer) {
        double end = roundAt == 1 ? 1 : rescheduled(roundAt, steps, longer);
        return copy(thetaLearningRate, patience, openAfter, rescheduled(warmupEnd, steps, longer), end);
    }

    /** The share of the longer run that is reached at the same step, in spite of rounding. */
    private static double rescheduled(double share, long steps, long longer) {
        long first = (long) Math.ceil(share * steps);
        if ((double) (first - 1) / steps >= share) {
            first--;
        }
        return (double) first / longer;
    }

    private PruneConfig copy(double rate, int waiting, int opening, double start, double end) {
        return new PruneConfig(
                gates,
                method,
                estimator,
                thetaStart,
                thetaOptimizer,
                rate,
                tolerance,
                waiting,
                opening,
                leaveOut,
                start,
                end,
                price,
                target,
                gamma,
                kappa,
                nu,
                lambda);
    }

    public PruneConfig {
        oneOf("method", method, List.of(THETA, MAGNITUDE, "random"));
        oneOf("estimator", estimator, Estimator.names());
        positiveFraction("theta_start", thetaStart);
        oneOf("theta_optimizer", thetaOptimizer, List.of(ADAM, "plain"));
        positive("theta_learning_rate", thetaLearningRate);
        fraction("tolerance", tolerance);
        if (gates && tolerance >= thetaStart) {
            throw new InvalidSettingException(
                    "tolerance",
                    "is %s, so that theta_start, %s, would remove every unit at once; give less"
                            .formatted(tolerance, thetaStart));
        }
        atLeast("patience", patience, 0);
        atLeast("open_after", openAfter, 0);
        fraction("warmup_end", warmupEnd);
        fraction("round_at", roundAt);
        if (gates && warmupEnd >= roundAt) {
            throw new InvalidSettingException(
                    "warmup_end",
                    "is %s, but round_at is %s: theta would never move; give less".formatted(warmupEnd, roundAt));
        }
        oneOf("price", price, List.of("cost", UNIFORM));
        requireAim(gates, method, target, nu);
        if (target.isGiven() && roundAt == 1) {
            throw new InvalidSettingException(
                    "round_at", "is 1, so that nothing would be learnt with networks of the wanted size; give less");
        }
        fraction("gamma", gamma);
        notNegative("kappa", kappa);
    }

    /** Pressure comes either from nu or from a target. */
    private static void requireAim(boolean gates, String method, Target target, ByRole nu) {
        String key = "target." + (target.deployed == null ? "trained" : "deployed");
        if (target.isGiven() && !gates) {
            throw new InvalidSettingException(
                    key, "is given, but gates is false, so that no unit is removed; choose a preset that prunes");
        }
        if (!target.isGiven() && gates && !method.equals(THETA)) {
            throw new InvalidSettingException(
                    "method",
                    "is %s, which needs a size to prune to; give target.deployed or target.trained, or method theta"
                            .formatted(method));
        }
        if (target.isGiven() && nu.isAnyAbove0()) {
            throw new InvalidSettingException(
                    "nu." + nu.firstAbove0(),
                    "is above 0, but with %s the pressure is found on the way; give 0, or no target".formatted(key));
        }
    }

    private static void oneOf(String key, String name, List<String> known) {
        if (!known.contains(name)) {
            throw new InvalidSettingException(key, "is '%s'; give %s".formatted(name, String.join(" or ", known)));
        }
    }
}
