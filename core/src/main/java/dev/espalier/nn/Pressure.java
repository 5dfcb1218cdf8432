package dev.espalier.nn;

import dev.espalier.prune.UnitLayer;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What the complexity of a network demands of its units at this moment. */
@FunctionalInterface
public interface Pressure {

    /**
     * The regulariser's part of dC/dtheta for a unit of a layer, in units of the network's running loss; empty while theta
     * is held where it is.
     */
    Optional<ToDoubleFunction<UnitLayer>> perUnit();
}
