package dev.espalier.prune;

import java.util.Locale;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * How useful each unit is, as a pure number: the estimate of {@code C1_i - C0_i} ({@link Estimator}) over {@code Lbar}, the
 * running mean of the network's loss or of what else measures the size of its gradients.
 *
 * <p>The losses of an agent's networks differ by orders of magnitude, and each moves over several of them while it
 * learns, the critics' upwards, the extractors' downwards; the usefulness of a unit moves with them. One absolute price
 * for a weight would strip one network and spare the other. Relative to {@code Lbar}, usefulness stays of one order,
 * and one price means the same pressure everywhere and all the time. No gradient flows through {@code Lbar}. The
 * paper's copy at hand leaves this open; it is a choice.
 */
final class RelativeUsefulness {

    /** {@code Lbar} remembers about the last hundred updates: it follows the loss, but no single mini-batch. */
    private static final double SCALE_DECAY = 0.99;

    /** Means of usefulness are over about a thousand updates: that of a single one is mostly noise. */
    private static final double USEFULNESS_DECAY = 0.999;

    private final RunningMean scale;
    private final RunningMean means;

    /** That of the present update; null once it was taken. */
    private @Nullable Usefulness present;

    private RelativeUsefulness(RunningMean scale, RunningMean means) {
        this.scale = scale;
        this.means = means;
    }

    /** Nothing observed yet. */
    static RelativeUsefulness start(int units) {
        return new RelativeUsefulness(RunningMean.start(SCALE_DECAY, 1), RunningMean.start(USEFULNESS_DECAY, units));
    }

    /**
     * Takes in what an update showed.
     *
     * @param shown estimates of {@code C1_i - C0_i}, {@code [units]}
     * @param size measure of the loss's size, at least 0
     * @throws IllegalArgumentException if a number is not finite or the size is below 0; nothing has been changed then
     */
    void observe(Usefulness shown, double size) {
        if (!(size >= 0 && size <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "usefulness cannot be measured by a loss of " + size + ": it must be finite and at least 0");
        }
        float[] relative = relative(shown, size);
        for (int i = 0; i < relative.length; i++) {
            if (!Float.isFinite(relative[i])) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT, "the usefulness of gate %d is %s at a loss of %s", i, shown.estimates()[i], size));
            }
        }
        scale.add(new float[] {(float) size});
        means.add(relative);
        present = shown.with(relative);
    }

    /**
     * What an update shows, as a share of the running mean that its size leads to, {@code [units]}; nothing is changed.
     *
     * @param shown estimates of {@code C1_i - C0_i}, {@code [units]}
     * @param size measure of the loss's size
     */
    float[] relative(Usefulness shown, double size) {
        RunningMean next = scale.copy();
        next.add(new float[] {(float) size});
        double mean = next.means()[0];
        float[] derivatives = shown.estimates();
        float[] relative = new float[derivatives.length];
        for (int i = 0; i < relative.length; i++) {
            // Before the first loss above 0 no unit can have made a difference.
            relative[i] = mean == 0 ? 0 : (float) (derivatives[i] / mean);
        }
        return relative;
    }

    /** {@code Lbar}; 0 before the first observation. */
    double scale() {
        return scale.means()[0];
    }

    /** Running means, {@code [units]}. */
    float[] means() {
        return means.means();
    }

    /**
     * The present update's, to be used once.
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

    /** The same for some of the units. */
    RelativeUsefulness select(int[] kept) {
        RelativeUsefulness selected = new RelativeUsefulness(scale.copy(), means.select(kept));
        selected.present = present == null ? null : present.select(kept);
        return selected;
    }

    /** Hands out the arrays that it remembers from one update to the next, to be copied or overwritten. */
    void entries(SequencedMap<String, float[]> entries) {
        scale.entries("scale", entries);
        means.entries("usefulness", entries);
    }

    /** Forgets the present update. */
    void forgetPresent() {
        present = null;
    }
}
