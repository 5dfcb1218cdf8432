package dev.espalier.prune;

import java.util.List;

/**
 * Theta of the units that a layer has left.
 *
 * @param layer the layer
 * @param units which units, by their position in the layer before anything was ever pruned, ascending
 * @param theta of each of these units, in [0, 1]
 */
public record LayerTheta(UnitLayer layer, List<Integer> units, List<Float> theta) {

    public LayerTheta {
        units = List.copyOf(units);
        theta = List.copyOf(theta);
    }
}
