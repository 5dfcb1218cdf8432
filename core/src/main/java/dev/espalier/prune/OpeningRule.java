package dev.espalier.prune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The rule for keeping a unit for good: its theta was at least {@value Estimator#OPEN_FROM} after a step and for a set
 * number of further steps. From then on its gate is open: it is not drawn any more, and theta is 1.
 *
 * <p>The limit is below 1, because a unit that is almost never closed gives almost no evidence of its usefulness. So
 * theta comes to rest a little below 1; the more useful the unit compared with its price, the nearer to 1. Above the
 * limit the weighted estimate is too small ({@link Estimator}), so theta only shows that the unit is worth its price.
 */
final class OpeningRule {

    /** Marks a gate that is open for good, in place of a number of steps. */
    private static final float OPEN = -1;

    private final int after;

    /** For each theta, the number of consecutive steps above the limit, {@code [size]}, or {@link #OPEN}. */
    private final float[] above;

    /** Units that were opened and not yet taken. */
    private final List<Opened> newlyOpened = new ArrayList<>();

    /**
     * A unit that was opened for good.
     *
     * @param index index of its gate
     * @param theta theta before that
     */
    record Opened(int index, float theta) {}

    private OpeningRule(int after, float[] above) {
        this.after = after;
        this.above = above;
    }

    /** Creates the rule before any step. */
    static OpeningRule start(int size, PruneConfig config) {
        return new OpeningRule(config.openAfter(), new float[size]);
    }

    /** Counts a step of theta, and puts theta of open gates back to 1; call this after each step. */
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
     * Opens the gates that are due, in place, the greatest theta first.
     *
     * @param mayOpen whether one more gate may be opened, asked for each; a gate that may not stays as it is
     * @return whether any gate was opened
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
            newlyOpened.add(new Opened(index, before));
            above[index] = OPEN;
        }
    }

    /**
     * Opens the gates that were decided to stay.
     *
     * @param before theta before the decision
     * @param decided theta after it, 0 or 1
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

    boolean areAllOpen() {
        for (int i = 0; i < above.length; i++) {
            if (!isOpen(i)) {
                return false;
            }
        }
        return true;
    }

    /** The units opened since the last {@link #takeNewlyOpened}. */
    List<Opened> newlyOpened() {
        return List.copyOf(newlyOpened);
    }

    /** Returns {@link #newlyOpened()} and clears it. */
    List<Opened> takeNewlyOpened() {
        List<Opened> taken = List.copyOf(newlyOpened);
        newlyOpened.clear();
        return taken;
    }

    /** The rule for the remaining units. */
    OpeningRule select(int[] kept) {
        return new OpeningRule(after, GateArrays.select(above, kept));
    }

    /** The counted steps: the live array. */
    float[] above() {
        return above;
    }
}
