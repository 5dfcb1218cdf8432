package dev.espalier.nn;

import dev.espalier.prune.UnitLayer;
import java.util.function.ToDoubleFunction;

/** What the complexity of a network demands of its units at this moment. */
public interface Pressure {

    /** Whether theta is held where it is. */
    boolean isHeld();

    /** The regulariser's part of dC/dtheta for a unit of a layer, in units of the network's running loss. */
    ToDoubleFunction<UnitLayer> perUnit();
}
