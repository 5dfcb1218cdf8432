package dev.espalier.export;

import dev.espalier.policy.ActionRange;
import dev.espalier.policy.Controller;
import dev.espalier.policy.PolicyBundle.Golden;
import java.util.List;
import java.util.Locale;

/**
 * Compares an exported policy with the trainer's: actions on observations of real episodes, and the mean return.
 *
 * <p>Correct copies differ, too, as single-precision sums depend on their order, and physics amplifies small
 * differences. So both tolerances are measured. Actions may deviate by {@value #MIN_TOLERANCE}. If the trainer's own
 * error against double precision is above a fifth of that, as in a policy whose units cancel each other, they may
 * deviate by five times this error, but never by more than 1e-4. Mean returns may differ by as much as the trainer's
 * changes when its actions are perturbed by as much as the copy's deviate.
 *
 * <p>With rounded weights the reference is the policy in Java with the same rounded weights.
 *
 * @param runtime program that ran the copy
 * @param reference name of the policy that was copied: {@code trainer}, or that of a {@link Rollouts}
 * @param worst largest deviation of an action
 * @param allowedDeviation its tolerance
 * @param meanReturn mean return of the copy; NaN if its actions deviate, as then no episodes are run
 * @param expectedReturn mean return of the trainer's policy
 * @param allowedDifference tolerance of the difference of mean returns
 */
public record Agreement(
        String runtime,
        String reference,
        int observations,
        Worst worst,
        double allowedDeviation,
        double meanReturn,
        double expectedReturn,
        double allowedDifference) {

    public static final double MIN_TOLERANCE = 1e-5;

    /** Twice the relative rounding error of a 32-bit float, 2^-24. */
    private static final double FLOAT_ROUNDING = 0x1p-23;

    /** Ratio of the errors of a different order of summation and of the trainer's. */
    private static final double ERRORS = 5;

    /** Maximum tolerance for actions; larger deviations cannot be rounding errors. */
    private static final double MAX_TOLERANCE = 1e-4;

    /** A return tolerance above this fraction of the return is reported as weak evidence. */
    private static final double TELLING = 0.01;

    /** Tolerance of mean returns, as a multiple of the change of single returns. */
    private static final double CHANGES = 2;

    /** Relative error of sums of equal rewards in another order. */
    private static final double SUMMATION = 1e-9;

    /**
     * The largest deviation of an action.
     *
     * @param deviation deviation of the entry, by {@link Deviation}; NaN if the copy returns NaN
     * @param actual value from the copy
     * @param vector observation, and action of the trainer's policy
     */
    public record Worst(double deviation, int entry, double actual, Golden vector) {}

    public static Agreement of(String runtime, Controller copy, Rollouts rollouts) {
        Worst worst = worst(copy, rollouts.range(), rollouts.golden());
        double deviation = worst.deviation();
        double allowedDeviation = allowedDeviation(rollouts);
        int observations = rollouts.golden().size();
        double expected = rollouts.meanReturn();
        if (!(deviation <= allowedDeviation)) {
            // Its actions may be invalid.
            return new Agreement(
                    runtime, rollouts.name(), observations, worst, allowedDeviation, Double.NaN, expected, 0);
        }
        double actual = mean(rollouts.returns(copy));
        double allowedDifference = SUMMATION * (1 + Math.abs(expected));
        if (actual != expected) {
            double noise = rollouts.returnNoise(Math.max(deviation, FLOAT_ROUNDING));
            allowedDifference += CHANGES * noise;
        }
        return new Agreement(
                runtime, rollouts.name(), observations, worst, allowedDeviation, actual, expected, allowedDifference);
    }

    /** The tolerance for the actions of copies of this policy. */
    static double allowedDeviation(Rollouts rollouts) {
        return Math.clamp(ERRORS * rollouts.ownError(), MIN_TOLERANCE, MAX_TOLERANCE);
    }

    private static Worst worst(Controller copy, ActionRange range, List<Golden> golden) {
        double[] action = new double[range.size()];
        double[] scales = Deviation.scales(range);
        Worst worst = new Worst(0, 0, golden.getFirst().action()[0], golden.getFirst());
        for (Golden vector : golden) {
            copy.act(vector.observation(), action);
            for (int i = 0; i < action.length; i++) {
                double deviation = Math.abs(vector.action()[i] - action[i]) / scales[i];
                // Negated, so that NaN counts as the worst.
                if (!(deviation <= worst.deviation())) {
                    worst = new Worst(deviation, i, action[i], vector);
                }
                if (Double.isNaN(deviation)) {
                    return worst;
                }
            }
        }
        return worst;
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** The largest deviation of any action, by {@link Deviation}; NaN if the copy returns NaN. */
    public double deviation() {
        return worst.deviation();
    }

    /** Whether both tolerances are met. */
    public boolean holds() {
        return deviation() <= allowedDeviation && Math.abs(meanReturn - expectedReturn) <= allowedDifference;
    }

    @Override
    public String toString() {
        String actions = String.format(
                Locale.ROOT,
                "%s: actions on %d observations of real episodes within %.1e of the %s's (allowed %.1e)",
                runtime,
                observations,
                deviation(),
                reference,
                allowedDeviation);
        if (Double.isNaN(meanReturn)) {
            return actions + "; episodes were not played";
        }
        String seen = String.format(
                Locale.ROOT,
                "%s, mean return of %d episodes %.2f (%s %.2f, allowed difference %.2g)",
                actions,
                Rollouts.EPISODES,
                meanReturn,
                reference,
                expectedReturn,
                allowedDifference);
        return allowedDifference > TELLING * Math.abs(expectedReturn)
                ? seen
                        + "; these episodes are chaotic, so that returns say little and the actions have to vouch for the copy"
                : seen;
    }
}
