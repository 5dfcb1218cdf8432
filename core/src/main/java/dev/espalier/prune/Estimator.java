package dev.espalier.prune;

import java.util.List;

/**
 * How {@code C1_i - C0_i}, what the loss is with unit i less what it is without, is estimated from the derivative
 * {@code g = dloss/dxi_i} at drawn gates.
 *
 * <p>Let g1 be that derivative at an open gate and g0 at a closed one, on average over the other gates. Where the loss is
 * quadratic in xi_i, its derivative is linear and so {@code C1_i - C0_i = (g0 + g1) / 2} exactly (the trapezoidal rule).
 *
 * <ul>
 *   <li>The straight-through estimate (7) is g itself: on average {@code theta g1 + (1 - theta) g0}. Weights learn while a gate
 *       is open, until g1 is near 0. So a unit of theta 0.9 shows a tenth of what it is worth, and theta comes to rest between
 *       0 and 1, where nothing is decided.
 *   <li>The weighted estimate counts a derivative {@code 1 / (2 theta)} times where the gate was open, and
 *       {@code 1 / (2 (1 - theta))} times where it was closed: on average {@code (g0 + g1) / 2}, whatever theta is. Since a gate
 *       that is hardly ever closed would count without limit when it is, no derivative counts more than {@value #MOST} times:
 *       above a theta of {@value #OPEN_FROM} (and below the mirror of it) the estimate falls short.
 * </ul>
 */
public enum Estimator {
    /** Right on average where the loss is quadratic in each gate. */
    WEIGHTED,
    /** The paper's (7). */
    STRAIGHT_THROUGH;

    /** How often one derivative counts at most. */
    private static final double MOST = 10;

    /** Theta from which on a closed gate would count more than {@link #MOST} times: {@code 1 - 1 / (2 MOST)}. */
    static final double OPEN_FROM = 0.95;

    /** What settings call them. */
    static List<String> names() {
        return List.of("weighted", "straight_through");
    }

    /** The one of a name. */
    static Estimator of(String name) {
        return values()[names().indexOf(name)];
    }

    /**
     * How often the derivative at a drawn gate counts.
     *
     * @param xi the gate, 0 or 1
     * @param theta its probability to be 1
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
     * Estimates of {@code C1_i - C0_i}.
     *
     * @param shown derivatives at drawn gates
     * @param theta of the same units
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
