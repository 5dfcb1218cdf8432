package dev.espalier.prune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * When a unit stays for good: once its theta was at least {@value Estimator#OPEN_FROM} after a step and stayed there for as many
 * further steps as are asked for. Its gate is open from then on: nothing is drawn for it, and theta is 1.
 *
 * <p>Why not at 1: a unit that is hardly ever closed hardly ever shows what it is worth, so theta comes to rest a little below
 * 1, the nearer the more the unit is worth against its price. Above this limit the weighted estimate falls short
 * ({@link Estimator}), so that theta says no more than that the unit is worth its price.
 */
final class OpeningRule {

    /** Instead of a number of steps: open for good. */
    private static final float OPEN = -1;

    private final int after;

    /** Steps for which each theta has been up there without a break, {@code [size]}, or {@link #OPEN}. */
    private final float[] above;

    /** Units that were opened since somebody asked, and theta before. */
    private final List<Opened> news = new ArrayList<>();

    /**
     * A unit that was opened for good.
     *
     * @param index of its gate
     * @param theta before that
     */
    record Opened(int index, float theta) {}

    private OpeningRule(int after, float[] above) {
        this.after = after;
        this.above = above;
    }

    /** The rule before any step. */
    static OpeningRule start(int size, PruneConfig config) {
        return new OpeningRule(config.openAfter(), new float[size]);
    }

    /** To be called after each step of theta. */
    void count(float[] theta) {
        for (int i = 0; i < theta.length; i++) {
            if (isOpen(i)) {
                theta[i] = 1;
            } else {
                above[i] = theta[i] >= Estimator.OPEN_FROM ? above[i] + 1 : 0;
            }
        }
    }

    /**
     * Opens the gates whose time has come, in place, those of the greatest theta first.
     *
     * @param mayOpen whether there is room for one more, asked for each of them; one that has no room stays as it is
     * @return whether any was opened
     */
    boolean open(float[] theta, IntPredicate mayOpen) {
        List<Integer> due = new ArrayList<>();
        for (int i = 0; i < theta.length; i++) {
            if (above[i] > after) {
                due.add(i);
            }
        }
        due.sort(Comparator.comparingDouble(i -> -theta[i]));
        boolean any = false;
        for (int i : due) {
            if (mayOpen.test(i)) {
                openNow(i, theta);
                any = true;
            }
        }
        return any;
    }

    /** Opens one gate, in place. */
    void openNow(int index, float[] theta) {
        open(index, theta[index]);
        theta[index] = 1;
    }

    private void open(int index, float before) {
        if (!isOpen(index)) {
            news.add(new Opened(index, before));
            above[index] = OPEN;
        }
    }

    /**
     * Opens the gates that were decided to be.
     *
     * @param before theta as it was
     * @param decided 0 or 1 for each
     */
    void openDecided(float[] before, float[] decided) {
        for (int i = 0; i < decided.length; i++) {
            if (decided[i] == 1) {
                open(i, before[i]);
            }
        }
    }

    boolean isOpen(int index) {
        return above[index] == OPEN;
    }

    /** Whether every gate is open for good. */
    boolean areAllOpen() {
        for (int i = 0; i < above.length; i++) {
            if (!isOpen(i)) {
                return false;
            }
        }
        return true;
    }

    /** What was opened since it was taken last. */
    List<Opened> news() {
        return List.copyOf(news);
    }

    /** The same, which is no news any more. */
    List<Opened> takeNews() {
        List<Opened> taken = List.copyOf(news);
        news.clear();
        return taken;
    }

    /** The rule for the units that stay. */
    OpeningRule select(int[] kept) {
        return new OpeningRule(after, GateArrays.select(above, kept));
    }

    /** The steps counted, to be copied or overwritten. */
    float[] above() {
        return above;
    }
}
