package dev.espalier.export;

import dev.espalier.policy.PolicyBundle.Golden;
import java.util.Locale;

/** Explains why an exported policy was refused: what deviates, the probable cause, and what helps. */
final class Refusal {

    /** Sums with observations above this size lose a digit or two of single precision. */
    private static final double LARGE = 100;

    private Refusal() {}

    static String of(Agreement agreement, Rollouts rollouts) {
        String refused = "The exported policy does not do what the %s's does, and was not written: %s. "
                .formatted(agreement.reference(), agreement);
        if (agreement.deviation() <= agreement.allowedDeviation()) {
            return refused
                    + "Its actions agree and its episodes end otherwise, so the task itself may not play the same twice from the"
                    + " same seed.";
        }
        Agreement.Worst worst = agreement.worst();
        String deviates = "Most deviates entry %s of the action: %s instead of %s. "
                .formatted(worst.entry(), worst.actual(), worst.vector().action()[worst.entry()]);
        return refused + deviates + help(agreement, rollouts);
    }

    private static String help(Agreement agreement, Rollouts rollouts) {
        double own = rollouts.ownError();
        if (own <= Agreement.MIN_TOLERANCE) {
            return agreement.runtime()
                    + " computes something else than the " + agreement.reference()
                    + "; another compiler or other options of it (CC), or another format"
                    + " may do.";
        }
        String inexact = String.format(
                Locale.ROOT,
                "The %s's own actions are off by %.1e from what its weights give in double precision. ",
                agreement.reference(),
                own);
        int largest = 0;
        double size = 0;
        for (Golden vector : rollouts.golden()) {
            for (int i = 0; i < vector.observation().length; i++) {
                if (Math.abs(vector.observation()[i]) > size) {
                    size = Math.abs(vector.observation()[i]);
                    largest = i;
                }
            }
        }
        if (!rollouts.normalises() && size >= LARGE) {
            return inexact
                    + String.format(
                            Locale.ROOT,
                            "Entry %d of the observation reaches %.2g, which the policy reads as it is: let the environment centre"
                                    + " and scale it, or train with PPO, which normalises observations"
                                    + " (ppo.normalise_observations: true).",
                            largest,
                            size);
        }
        return inexact
                + "Its units cancel each other: a policy that was kept earlier may be smoother (espalier ladder), and so may one"
                + " that is trained with a smaller learning rate.";
    }
}
