package dev.espalier.prune;

import java.util.random.RandomGenerator;

/**
 * The gate of one hidden unit, which is the idea of the paper, section 2.1.
 *
 * <p>The output of every hidden unit i is multiplied by its own gate {@code xi_i ~ Bernoulli(theta_i)}, 0 or 1.
 * Training minimises over the weights W and over theta
 *
 * <pre>    C(W, theta) = E_xi[ loss(W, xi) ] + lambda/2 |W|^2 + R(theta)                 (1)(2)</pre>
 *
 * <p>The expectation over an independent 0/1 draw is linear in its probability. So the derivative with respect to
 * theta_i is the difference that the unit makes to the loss, averaged over the other gates, plus its price:
 *
 * <pre>    dC/dtheta_i = (C1_i - C0_i) + dR/dtheta_i                                     (4)(5)</pre>
 *
 * <p>{@code C1_i - C0_i}, the loss with the unit minus the loss without it, is called its usefulness: below 0 for a
 * unit that lowers the loss. Its straight-through estimate is {@code dloss/dxi_i} at the drawn gates (7), which exists
 * for a closed gate, too. Theta follows the negative gradient and is projected onto [0, 1] (6): it rises if the unit
 * gains more than it costs, and falls if it does not. A cost that is linear in theta has its minima at the corners. So
 * each theta ends at 0, and the unit is removed, or at 1, and the unit is an ordinary one.
 */
final class BernoulliGate {

    private BernoulliGate() {}

    /** Draws xi: 1 with probability theta, else 0. */
    static float draw(float theta, RandomGenerator random) {
        return random.nextFloat() < theta ? 1 : 0;
    }

    /**
     * {@code dC/dtheta_i}, equations (4)(5).
     *
     * @param usefulness {@code C1_i - C0_i}, or its estimate (7); below 0 for a unit that lowers the loss
     * @param price {@code dR/dtheta_i}, on the same scale
     */
    static double gradient(double usefulness, double price) {
        return usefulness + price;
    }

    /** The projection onto [0, 1] at the end of each step (6). */
    static float project(double theta) {
        return (float) Math.clamp(theta, 0.0, 1.0);
    }

    /** Rounds theta to 0 or 1. */
    static float rounded(float theta) {
        return theta >= 0.5f ? 1 : 0;
    }
}
