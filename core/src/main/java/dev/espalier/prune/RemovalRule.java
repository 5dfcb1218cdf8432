package dev.espalier.prune;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rule for removing a unit: its theta was at or below the tolerance after a step and for {@code patience} further
 * steps. Patience 0 is the paper's rule; more patience lets a unit recover from a few unlucky mini-batches.
 *
 * <p>A layer of a multi-layer perceptron must not vanish, because its output would be constant. So it keeps its unit
 * with the greatest theta. As this unit cannot be removed, its theta is 1 for good, and no gate adds noise.
 *
 * @param below for each theta, the number of consecutive steps at or below the tolerance, {@code [size]}: live
 */
record RemovalRule(GateLayout layout, boolean layersMayVanish, double tolerance, int patience, float[] below) {

    /** Creates the rule before any step. */
    static RemovalRule start(GateLayout layout, boolean layersMayVanish, PruneConfig config) {
        return new RemovalRule(
                layout, layersMayVanish, config.tolerance(), config.patience(), new float[layout.size()]);
    }

    /** Counts a step of theta; call this after each step. */
    void count(float[] theta) {
        for (int i = 0; i < theta.length; i++) {
            below[i] = theta[i] <= tolerance ? below[i] + 1 : 0;
        }
    }

    /** Whether a layer with this number of units may not lose any. */
    boolean isLast(int units) {
        return !layersMayVanish && units == 1;
    }

    /** Decides every theta, in place; units at 0 are due for removal at once. */
    void decide(float[] theta) {
        for (UnitLayer layer : layout.layers()) {
            int stays = layersMayVanish ? -1 : greatest(layer, theta);
            for (int i = layout.start(layer); i < layout.end(layer); i++) {
                theta[i] = i == stays ? 1 : BernoulliGate.rounded(theta[i]);
                below[i] = theta[i] == 0 ? patience + 1 : 0;
            }
        }
    }

    /** Decides every theta by a plan, in place; units at 0 are due for removal at once. */
    void decide(PruningPlan plan, float[] theta) {
        Arrays.fill(theta, 0);
        for (int kept : layout.kept(plan)) {
            theta[kept] = 1;
        }
        for (int i = 0; i < theta.length; i++) {
            below[i] = theta[i] == 0 ? patience + 1 : 0;
        }
    }

    /** Index of a layer's greatest theta, the first of equals; the layer's start if it has no unit. */
    private int greatest(UnitLayer layer, float[] theta) {
        int greatest = layout.start(layer);
        for (int i = greatest; i < layout.end(layer); i++) {
            greatest = theta[i] > theta[greatest] ? i : greatest;
        }
        return greatest;
    }

    /** Positions in their layer of the remaining units, ascending, for each layer that loses units now. */
    Map<UnitLayer, int[]> survivors(float[] theta) {
        Map<UnitLayer, int[]> survivors = new LinkedHashMap<>();
        for (UnitLayer layer : layout.layers()) {
            int start = layout.start(layer);
            int[] stay = new int[layout.units(layer)];
            int count = 0;
            for (int i = 0; i < stay.length; i++) {
                if (below[start + i] <= patience) {
                    stay[count++] = i;
                }
            }
            if (count == 0 && stay.length > 0 && !layersMayVanish) {
                stay[count++] = greatest(layer, theta) - start;
            }
            if (count < stay.length) {
                survivors.put(layer, Arrays.copyOf(stay, count));
            }
        }
        return survivors;
    }

    /**
     * The rule for the remaining units.
     *
     * @throws IllegalArgumentException if a layer vanishes that may not
     */
    RemovalRule select(GateLayout after, int[] kept) {
        for (UnitLayer layer : layout.layers()) {
            if (!layersMayVanish && layout.units(layer) > 0 && after.units(layer) == 0) {
                throw new IllegalArgumentException(layer + " is a layer that must keep a unit");
            }
        }
        return new RemovalRule(after, layersMayVanish, tolerance, patience, GateArrays.select(below, kept));
    }
}
