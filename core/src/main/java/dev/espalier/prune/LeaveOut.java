package dev.espalier.prune;

import static dev.espalier.settings.Settings.atLeast;
import static dev.espalier.settings.Settings.positiveFraction;

/**
 * When an update leaves out units whose gate is closed rather than multiply them by 0, and how many of them it computes all
 * the same, for theta's sake ({@link ComputedUnits}).
 *
 * <p>Gathering a network's computed units and scattering their gradients again costs about a fifth of what a weight costs an
 * update, and some microseconds for each tensor. So it pays for large networks with few computed units.
 *
 * @param estimatedShare share of a layer's closed units whose usefulness is estimated, rounded up, in (0, 1]
 * @param fromWeights weights that a network has at least
 */
public record LeaveOut(double estimatedShare, int fromWeights) {

    /** What is computed at most, as a share of all units. */
    private static final double LARGEST_SHARE = 0.75;

    public LeaveOut {
        positiveFraction("estimated_share", estimatedShare);
        atLeast("from_weights", fromWeights, 0);
    }

    /**
     * Whether leaving out takes less time.
     *
     * @param xi drawn gates
     * @param weights of the network
     */
    boolean pays(float[] xi, long weights) {
        int open = 0;
        for (float gate : xi) {
            open += gate == 0 ? 0 : 1;
        }
        return weights >= fromWeights && open + estimatedShare * (xi.length - open) <= LARGEST_SHARE * xi.length;
    }
}
