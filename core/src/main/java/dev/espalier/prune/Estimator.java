package dev.espalier.prune;

import java.util.List;

/**
 * The estimator of {@code C1_i - C0_i}, the loss with unit i minus the loss without it, from the derivative
 * {@code g = dloss/dxi_i} at drawn gates.
 *
 * <p>Let g1 be this derivative at an open gate and g0 at a closed one, averaged over the other gates. If the loss is
 * quadratic in xi_i, its derivative is linear, so {@code C1_i - C0_i = (g0 + g1) / 2} exactly (the trapezoidal rule).
 * <ul>
 * <li>The straight-through estimate (7) is g itself: on average {@code theta g1 + (1 - theta) g0}. Weights learn while
 * a gate is open, until g1 is near 0. So a unit with theta 0.9 shows a tenth of its real usefulness, and theta comes to
 * rest between 0 and 1, without a decision.
 * <li>The weighted estimate multiplies the derivative by {@code 1 / (2 theta)} at an open gate and by
 * {@code 1 / (2 (1 - theta))} at a closed one: on average {@code (g0 + g1) / 2} for any theta. For a gate that is
 * almost never closed this factor has no bound, so it is limited to {@value #MOST}: above a theta of {@value
 * #OPEN_FROM} (and below 1 minus that) the estimate is too small.
 * </ul>
 */
public enum Estimator {
    /** The weighted estimate: unbiased if the loss is quadratic in each gate. */
    WEIGHTED,
    /** The straight-through estimate, the paper's (7). */
    STRAIGHT_THROUGH;

    /** Largest factor of a derivative. */
    private static final double MOST = 10;

    /** Theta above which the factor of a closed gate would exceed {@link #MOST}: {@code 1 - 1 / (2 MOST)}. */
    static final double OPEN_FROM = 0.95;

    /** Names in the settings, in the order of the constants. */
    static List<String> names() {
        return List.of("weighted", "straight_through");
    }

    /** The estimator with a name in the settings. */
    static Estimator of(String name) {
        return values()[names().indexOf(name)];
    }

    /**
     * The factor of the derivative at a drawn gate.
     *
     * @param xi the gate, 0 or 1
     * @param theta probability that it is 1
     */
    double weight(float xi, float theta) {
        return switch (this) {
            case STRAIGHT_THROUGH -> 1;
            case WEIGHTED -> {
                double probability = xi == 0 ? 1.0 - theta : theta;
                yield 2 * MOST * probability <= 1 ? MOST : 1 / (2 * probability);
            }
        };
    }

    /**
     * Estimates {@code C1_i - C0_i}.
     *
     * @param shown derivatives at the drawn gates
     * @param theta theta of the same units
     */
    Usefulness estimate(Usefulness shown, float[] theta) {
        float[] derivatives = shown.estimates();
        float[] weighed = new float[derivatives.length];
        for (int i = 0; i < weighed.length; i++) {
            weighed[i] = (float) (weight(shown.xi()[i], theta[i]) * derivatives[i]);
        }
        return shown.with(weighed);
    }
}
