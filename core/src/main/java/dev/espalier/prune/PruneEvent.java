package dev.espalier.prune;

import java.util.List;

/**
 * A pruning event: the change of one layer.
 *
 * @param kind kind of change
 * @param layer the layer
 * @param units positions of the units in the layer before any pruning, ascending
 * @param usefulness running mean of each unit's estimated usefulness, as a share of the network's running loss; below 0
 *     for a unit that lowers the loss
 * @param price price of each unit of the layer, on the same scale: theta falls while usefulness + price is above 0
 * @param theta theta of each unit before the event, in [0, 1]
 * @param unitsLeft units of the layer after the event
 */
public record PruneEvent(
        Kind kind,
        UnitLayer layer,
        List<Integer> units,
        List<Float> usefulness,
        double price,
        List<Float> theta,
        int unitsLeft) {

    /** The kind of change. */
    public enum Kind {
        /** The units were removed for good. */
        REMOVED,
        /** The unit is the last of a layer that may not vanish: its theta is 1 from now on, whatever its usefulness. */
        KEPT,
        /** The units stay for good: their theta was raised to 1. */
        OPENED
    }

    public PruneEvent {
        units = List.copyOf(units);
        usefulness = List.copyOf(usefulness);
        theta = List.copyOf(theta);
    }
}
