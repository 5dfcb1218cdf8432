package dev.espalier.export;

import dev.espalier.policy.ActionRange;
import dev.espalier.policy.Controller;
import dev.espalier.policy.PolicyBundle.Golden;
import java.util.List;
import java.util.Locale;

/**
 * Whether an exported policy does what the trainer's does: the same action on each of many observations of real episodes, and in whole
 * episodes the same return.
 *
 * <p>Two correct copies differ, as sums in single precision come out differently in another order, and physics amplifies the smallest
 * difference. Both are measured instead of guessed. Actions may deviate by {@value #MAX_DEVIATION}; only where the trainer's own
 * arithmetic is off from double precision by more than a fifth of that, as in a policy whose units cancel each other, by five times
 * its own error, but never by more than 1e-4. Mean returns may differ by as much as the trainer's does when its actions are disturbed by what the copy's deviate.
 *
 * @param runtime what ran the copy
 * @param observations compared
 * @param worst where an action deviates most
 * @param allowedDeviation how large it may be
 * @param meanReturn of the copy's episodes; NaN if they were not played, because its actions deviate
 * @param expectedReturn of the trainer's
 * @param allowedDifference how much these may differ
 */
public record Agreement(
        String runtime,
        int observations,
        Worst worst,
        double allowedDeviation,
        double meanReturn,
        double expectedReturn,
        double allowedDifference) {

    /** The most that an action may deviate. */
    public static final double MAX_DEVIATION = 1e-5;

    /** The rounding of an action to 32 bits is a part in 2^24, half of this. */
    private static final double FLOAT_ROUNDING = 0x1p-23;

    /** An error of another order of summation against that of the trainer's. */
    private static final double ERRORS = 5;

    /** No policy is so steep that a larger deviation could still be called rounding. */
    private static final double WORST_DEVIATION = 1e-4;

    /** An allowed difference of more than this part of the return says little. */
    private static final double TELLING = 0.01;

    /** A difference of mean returns against the change of a single return. */
    private static final double CHANGES = 2;

    /** Sums of equal rewards, in another order. */
    private static final double SUMMATION = 1e-9;

    /**
     * Where an action deviates most.
     *
     * @param deviation of the entry, by {@link Deviation}; NaN if the copy answers with it
     * @param entry of the action
     * @param actual what the copy gives for it
     * @param vector the observation, and what the trainer's policy does there
     */
    public record Worst(double deviation, int entry, double actual, Golden vector) {}

    /** Runs a copy. */
    public static Agreement of(String runtime, Controller copy, Rollouts rollouts) {
        Worst worst = worst(copy, rollouts.range(), rollouts.golden());
        double deviation = worst.deviation();
        double allowedDeviation = allowedDeviation(rollouts);
        int observations = rollouts.golden().size();
        double expected = mean(rollouts.returns());
        if (!(deviation <= allowedDeviation)) {
            // What it answers may be no action at all.
            return new Agreement(runtime, observations, worst, allowedDeviation, Double.NaN, expected, 0);
        }
        double actual = mean(rollouts.returns(copy));
        double allowedDifference = SUMMATION * (1 + Math.abs(expected));
        if (actual != expected) {
            double noise = rollouts.returnNoise(Math.max(deviation, FLOAT_ROUNDING));
            allowedDifference += CHANGES * noise;
        }
        return new Agreement(runtime, observations, worst, allowedDeviation, actual, expected, allowedDifference);
    }

    /** How far a copy of this policy may be off. */
    static double allowedDeviation(Rollouts rollouts) {
        return Math.clamp(ERRORS * rollouts.ownError(), MAX_DEVIATION, WORST_DEVIATION);
    }

    private static Worst worst(Controller copy, ActionRange range, List<Golden> golden) {
        double[] action = new double[range.size()];
        double[] scales = Deviation.scales(range);
        Worst worst = new Worst(0, 0, golden.getFirst().action()[0], golden.getFirst());
        for (Golden vector : golden) {
            copy.act(vector.observation(), action);
            for (int i = 0; i < action.length; i++) {
                double deviation = Math.abs(vector.action()[i] - action[i]) / scales[i];
                // Not the other way round: NaN is the worst.
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

    /** The greatest deviation of any action, by {@link Deviation}; NaN if the copy answers with it. */
    public double deviation() {
        return worst.deviation();
    }

    /** Whether both hold. */
    public boolean holds() {
        return deviation() <= allowedDeviation && Math.abs(meanReturn - expectedReturn) <= allowedDifference;
    }

    /** What was seen, for people. */
    @Override
    public String toString() {
        String actions = String.format(
                Locale.ROOT,
                "%s: actions on %d observations of real episodes within %.1e of the trainer's (allowed %.1e)",
                runtime,
                observations,
                deviation(),
                allowedDeviation);
        if (Double.isNaN(meanReturn)) {
            return actions + "; episodes were not played";
        }
        String seen = String.format(
                Locale.ROOT,
                "%s, mean return of %d episodes %.2f (trainer %.2f, allowed difference %.2g)",
                actions,
                Rollouts.EPISODES,
                meanReturn,
                expectedReturn,
                allowedDifference);
        return allowedDifference > TELLING * Math.abs(expectedReturn)
                ? seen
                        + "; these episodes are chaotic, so that returns say little and the actions have to vouch for the copy"
                : seen;
    }
}
