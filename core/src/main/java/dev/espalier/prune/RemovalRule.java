package dev.espalier.prune;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * When a unit goes: once its theta was at or below the tolerance after a step and stayed there for as many further
 * steps as patience asks for. Patience 0 is the paper's rule; more of it gives a unit that a few unlucky mini-batches
 * have pressed down the time to recover.
 *
 * <p>A layer of a multi-layer perceptron must not vanish, since nothing would get through. So it keeps a unit, that of
 * the greatest theta, and since nobody can remove this one, its theta is 1 for good: it has no gate's noise to bear.
 */
final class RemovalRule {

    private final GateLayout layout;
    private final boolean layersMayVanish;
    private final double tolerance;
    private final int patience;

    /** Steps for which each theta has been at or below the tolerance without a break, {@code [size]}. */
    private final float[] below;

    private RemovalRule(GateLayout layout, boolean layersMayVanish, double tolerance, int patience, float[] below) {
        this.layout = layout;
        this.layersMayVanish = layersMayVanish;
        this.tolerance = tolerance;
        this.patience = patience;
        this.below = below;
    }

    /** The rule before any step. */
    static RemovalRule start(GateLayout layout, boolean layersMayVanish, PruneConfig config) {
        return new RemovalRule(
                layout, layersMayVanish, config.tolerance(), config.patience(), new float[layout.size()]);
    }

    /** To be called after each step of theta. */
    void count(float[] theta) {
        for (int i = 0; i < theta.length; i++) {
            below[i] = theta[i] <= tolerance ? below[i] + 1 : 0;
        }
    }

    /** Whether a layer with so many units has only the one that it cannot lose. */
    boolean isLast(int units) {
        return !layersMayVanish && units == 1;
    }

    /** Decides every theta, in place; those at 0 are due for removal at once. */
    void decide(float[] theta) {
        for (UnitLayer layer : layout.layers()) {
            int stays = layersMayVanish ? -1 : greatest(layer, theta);
            for (int i = layout.start(layer); i < layout.end(layer); i++) {
                theta[i] = i == stays ? 1 : BernoulliGate.rounded(theta[i]);
                below[i] = theta[i] == 0 ? patience + 1 : 0;
            }
        }
    }

    /** Decides every theta, in place, as a plan has it; those at 0 are due for removal at once. */
    void decide(PruningPlan plan, float[] theta) {
        Arrays.fill(theta, 0);
        for (int kept : layout.kept(plan)) {
            theta[kept] = 1;
        }
        for (int i = 0; i < theta.length; i++) {
            below[i] = theta[i] == 0 ? patience + 1 : 0;
        }
    }

    /** Position of a layer's unit with the greatest theta, the first of equals; the layer's start if it has none. */
    private int greatest(UnitLayer layer, float[] theta) {
        int greatest = layout.start(layer);
        for (int i = greatest; i < layout.end(layer); i++) {
            greatest = theta[i] > theta[greatest] ? i : greatest;
        }
        return greatest;
    }

    /** Positions in their layer of the units that stay, ascending, for each layer that loses any now. */
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
     * The rule for the units that stay.
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

    /** The steps counted, to be copied or overwritten. */
    float[] below() {
        return below;
    }
}
