package dev.espalier.prune;

import java.util.Locale;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The usefulness of each unit as a pure number: the estimate of {@code C1_i - C0_i} ({@link Estimator}) divided by
 * {@code Lbar}, the running mean of the network's loss or of another measure of its gradients' size.
 *
 * <p>The losses of an agent's networks differ by orders of magnitude, and change by orders of magnitude during
 * training: the critics' losses grow, the extractors' shrink. The usefulness of a unit changes with them. One absolute
 * price for a weight would strip one network and spare the other. Relative to {@code Lbar}, usefulness keeps its order
 * of magnitude, and one price means the same pressure in every network at any time. No gradient flows through
 * {@code Lbar}. The paper's available version leaves this open; it is our choice.
 */
final class RelativeUsefulness {

    /** {@code Lbar} averages about a hundred updates, so it follows the loss without following single mini-batches. */
    private static final double LOSS_SIZE_DECAY = 0.99;

    /** Usefulness is averaged over about a thousand updates, because that of a single one is mostly noise. */
    private static final double USEFULNESS_DECAY = 0.999;

    private final RunningMean lossSizes;
    private final RunningMean means;

    /** The usefulness in the present update; null after it was taken. */
    private @Nullable Usefulness present;

    private RelativeUsefulness(RunningMean lossSizes, RunningMean means) {
        this.lossSizes = lossSizes;
        this.means = means;
    }

    /** Creates the state before any observation. */
    static RelativeUsefulness start(int units) {
        return new RelativeUsefulness(
                RunningMean.start(LOSS_SIZE_DECAY, 1), RunningMean.start(USEFULNESS_DECAY, units));
    }

    /**
     * Observes the usefulness in an update.
     *
     * @param shown estimates of {@code C1_i - C0_i}, {@code [units]}
     * @param lossSize measure of the loss's size, at least 0
     * @throws IllegalArgumentException if a number is not finite or the size of the loss is below 0; nothing has
     *     changed then
     */
    void observe(Usefulness shown, double lossSize) {
        if (!(lossSize >= 0 && lossSize <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "usefulness cannot be measured by a loss of " + lossSize + ": it must be finite and at least 0");
        }
        float[] relative = relative(shown, lossSize);
        for (int i = 0; i < relative.length; i++) {
            if (!Float.isFinite(relative[i])) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "the usefulness of gate %d is %s at a loss of %s",
                        i,
                        shown.estimates()[i],
                        lossSize));
            }
        }
        lossSizes.add(new float[] {(float) lossSize});
        means.add(relative);
        present = shown.with(relative);
    }

    /**
     * Divides the estimates by {@code Lbar} as it would be after this update, {@code [units]}; changes nothing.
     *
     * @param shown estimates of {@code C1_i - C0_i}, {@code [units]}
     * @param lossSize measure of the loss's size
     */
    float[] relative(Usefulness shown, double lossSize) {
        RunningMean next = lossSizes.copy();
        next.add(new float[] {(float) lossSize});
        double mean = next.means()[0];
        float[] estimates = shown.estimates();
        float[] relative = new float[estimates.length];
        for (int i = 0; i < relative.length; i++) {
            // Before the first loss above 0, no unit can have made a difference.
            relative[i] = mean == 0 ? 0 : (float) (estimates[i] / mean);
        }
        return relative;
    }

    /** {@code Lbar}; 0 before the first observation. */
    double meanLossSize() {
        return lossSizes.means()[0];
    }

    /** Running means, {@code [units]}. */
    float[] means() {
        return means.means();
    }

    /**
     * Returns the usefulness in the present update, once.
     *
     * @throws IllegalStateException if nothing was observed since the last call
     */
    Usefulness take() {
        Usefulness taken = present;
        if (taken == null) {
            throw new IllegalStateException("theta can step only once after each observation");
        }
        present = null;
        return taken;
    }

    /** The state for the remaining units. */
    RelativeUsefulness select(int[] kept) {
        RelativeUsefulness selected = new RelativeUsefulness(lossSizes.copy(), means.select(kept));
        selected.present = present == null ? null : present.select(kept);
        return selected;
    }

    /** Adds the live arrays of the state, to be copied or overwritten. */
    void entries(SequencedMap<String, float[]> entries) {
        lossSizes.entries("scale", entries);
        means.entries("usefulness", entries);
    }

    void forgetPresent() {
        present = null;
    }
}
