package dev.espalier.prune;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The units that an update computes when it leaves out those that would be multiplied by 0.
 *
 * <p>Units whose gate is open are computed. Of those whose gate is closed the loss needs none, but theta wants to know how
 * useful they would have been, (7), and that costs as much as computing them. So a random part is computed for that purpose
 * alone: of the c closed units of a layer, m are drawn without replacement, and what they show counts {@code c / m} times
 * while the others show 0. Each is drawn with probability m / c, so the usefulness that theta sees is right on average,
 * whatever the gates.
 */
public final class ComputedUnits {

    private final GateLayout layout;

    /** Positions in each layer of which not all units are computed. */
    private final Map<UnitLayer, int[]> positions = new HashMap<>();

    private final int[] indices;
    private final float[] xi;

    /** How often what a computed unit shows counts. */
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
     * Draws the units to be computed; in each layer that has units at least one.
     *
     * @param xi all gates
     * @param share of a layer's closed units that are computed, rounded up, in (0, 1]
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
            // Each closed unit is taken with the probability that exactly as many as are wanted are.
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

    /** How many there are. */
    public int size() {
        return indices.length;
    }

    /** Their gates, {@code [size]}, layer by layer. */
    public float[] xi() {
        return xi.clone();
    }

    /** The plan that leaves them alone, as if the others had been removed. */
    public PruningPlan plan() {
        return layout.plan(positions);
    }

    /**
     * What all units show for theta.
     *
     * @param derivatives {@code dloss/dxi} of the computed ones, {@code [size]}
     */
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
