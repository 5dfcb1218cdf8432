package dev.espalier.nn;

import dev.espalier.prune.UnitLayer;
import java.util.function.ToDoubleFunction;

/** The current pressure of the complexity cost on a network's units. */
public interface Pressure {

    /** Whether theta is held at its value. */
    boolean isHeld();

    /** The regulariser's part of dC/dtheta for a unit of a layer, in units of the network's running loss. */
    ToDoubleFunction<UnitLayer> price();
}
