package dev.espalier.prune;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The units that an update computes when it leaves out units that would be multiplied by 0.
 *
 * <p>Units with an open gate are computed. The loss needs none of the units with a closed gate, but theta needs their
 * usefulness (7), which costs as much as computing them. So only a random sample of them is computed: of the c closed
 * units of a layer, m are drawn without replacement. Their derivatives are multiplied by {@code c / m}, and the other
 * units get 0. Each unit is drawn with probability m / c, so the estimated usefulness is unbiased for any gates.
 */
public final class ComputedUnits {

    private final GateLayout layout;

    /** Positions of the computed units, for each layer of which some are left out. */
    private final Map<UnitLayer, int[]> positions = new HashMap<>();

    private final int[] indices;
    private final float[] xi;

    /** Factor of each computed unit's derivative. */
    private final float[] weights;

    private ComputedUnits(GateLayout layout, int[] indices, float[] xi, float[] weights) {
        this.layout = layout;
        this.indices = indices;
        this.xi = xi;
        this.weights = weights;
        for (UnitLayer layer : layout.layers()) {
            int start = layout.start(layer);
            int[] computed = Arrays.stream(indices)
                    .filter(index -> index >= start && index < layout.end(layer))
                    .map(index -> index - start)
                    .toArray();
            if (computed.length < layout.units(layer)) {
                positions.put(layer, computed);
            }
        }
    }

    /**
     * Draws the units to compute; at least one in each layer that has units.
     *
     * @param xi all gates
     * @param share share of a layer's closed units to compute, rounded up, in (0, 1]
     */
    static ComputedUnits draw(GateLayout layout, float[] xi, double share, RandomGenerator random) {
        float[] weights = new float[xi.length];
        for (UnitLayer layer : layout.layers()) {
            int start = layout.start(layer);
            int closed = 0;
            for (int i = start; i < layout.end(layer); i++) {
                weights[i] = xi[i];
                closed += xi[i] == 0 ? 1 : 0;
            }
            int wanted = (int) Math.ceil(share * closed);
            float weight = (float) closed / wanted;
            // Selection sampling: the number of drawn units is exactly the wanted one.
            for (int i = start; i < layout.end(layer) && wanted > 0; i++) {
                if (xi[i] == 0) {
                    if (random.nextInt(closed) < wanted) {
                        weights[i] = weight;
                        wanted--;
                    }
                    closed--;
                }
            }
        }
        int[] indices =
                IntStream.range(0, xi.length).filter(i -> weights[i] > 0).toArray();
        return new ComputedUnits(layout, indices, GateArrays.select(xi, indices), GateArrays.select(weights, indices));
    }

    /** Number of computed units. */
    public int size() {
        return indices.length;
    }

    /** The gates of the computed units, {@code [size]}, layer by layer. */
    public float[] xi() {
        return xi.clone();
    }

    /** The plan that keeps exactly the computed units. */
    public PruningPlan plan() {
        return layout.plan(positions);
    }

    /** Estimates the usefulness of all units from {@code dloss/dxi} of the computed ones, {@code [size]}. */
    public Usefulness usefulness(float[] derivatives) {
        float[] gates = new float[layout.size()];
        float[] all = new float[layout.size()];
        float[] counts = new float[layout.size()];
        for (int i = 0; i < indices.length; i++) {
            gates[indices[i]] = xi[i];
            all[indices[i]] = weights[i] * derivatives[i];
            counts[indices[i]] = weights[i];
        }
        return new Usefulness(gates, all, counts);
    }
}
