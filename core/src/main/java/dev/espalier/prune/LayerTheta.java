package dev.espalier.prune;

import java.util.List;

/**
 * Theta of the remaining units of a layer.
 *
 * @param layer the layer
 * @param units positions of these units in the layer before any pruning, ascending
 * @param theta theta of each unit, in [0, 1]
 */
public record LayerTheta(UnitLayer layer, List<Integer> units, List<Float> theta) {

    public LayerTheta {
        units = List.copyOf(units);
        theta = List.copyOf(theta);
    }
}
