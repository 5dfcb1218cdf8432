package dev.espalier.prune;

import static dev.espalier.settings.Settings.atLeast;
import static dev.espalier.settings.Settings.positiveFraction;

/**
 * The rule that decides when an update leaves out units with closed gates instead of multiplying them by 0, and how
 * many of them it still computes to estimate their usefulness ({@link ComputedUnits}).
 *
 * <p>Gathering a network's computed units and scattering their gradients costs about a fifth of the time that an update
 * needs for each weight, and some microseconds for each tensor. So it pays for large networks with few computed units.
 *
 * @param estimatedShare share of a layer's closed units whose usefulness is estimated, rounded up, in (0, 1]
 * @param fromWeights smallest number of weights of a network for which units are left out
 */
public record LeaveOut(double estimatedShare, int fromWeights) {

    /** Largest share of computed units for which leaving out pays. */
    private static final double LARGEST_SHARE = 0.75;

    public LeaveOut {
        positiveFraction("estimated_share", estimatedShare);
        atLeast("from_weights", fromWeights, 0);
    }

    /**
     * Whether leaving out saves time.
     *
     * @param xi drawn gates
     * @param weights number of weights of the network
     */
    boolean pays(float[] xi, long weights) {
        int open = 0;
        for (float gate : xi) {
            open += gate == 0 ? 0 : 1;
        }
        return weights >= fromWeights && open + estimatedShare * (xi.length - open) <= LARGEST_SHARE * xi.length;
    }
}
