package dev.espalier.prune;

import java.util.List;

/**
 * What pruning did to one layer.
 *
 * @param kind what happened
 * @param layer the layer
 * @param units which units, by their position in the layer before anything was ever pruned, ascending
 * @param usefulness of each of these units: running mean of {@code dloss/dxi_i} as a share of the network's running
 *     loss; below 0 for a unit that lowers the loss
 * @param cost what each unit of the layer costs, on the same scale: a unit is pressed out while usefulness + cost is
 *     above 0
 * @param theta of each of these units, in [0, 1], before the event
 * @param unitsLeft units of the layer after the event
 */
public record PruneEvent(
        Kind kind,
        UnitLayer layer,
        List<Integer> units,
        List<Float> usefulness,
        double cost,
        List<Float> theta,
        int unitsLeft) {

    /** What happened to the units. */
    public enum Kind {
        /** They were removed for good. */
        REMOVED,
        /** One is the last of a layer that may not vanish: its theta is 1 from now on, whatever its usefulness. */
        KEPT,
        /** Rounding has raised their theta to 1: they stay for good. */
        OPENED
    }

    public PruneEvent {
        units = List.copyOf(units);
        usefulness = List.copyOf(usefulness);
        theta = List.copyOf(theta);
    }
}
