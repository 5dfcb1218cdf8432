package dev.espalier.nn;

import dev.espalier.prune.Axis;
import dev.espalier.prune.Axis.Segment;
import dev.espalier.prune.Structure;
import dev.espalier.prune.UnitLayer;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Scope;
import dev.espalier.tensor.Tensors;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Moves factors of units into the weights that read them.
 *
 * <p>In evaluation mode a unit gives theta times what it computes. When its gate is decided to be open it gives the whole, and
 * all who read it would read too much by the factor {@code 1 / theta}. Multiplied by theta, the columns that read it give what
 * they gave before. A unit is read by the second axis of weights; all that stands along a first or only axis belongs to the
 * unit itself.
 */
final class Absorbing {

    private Absorbing() {}

    /**
     * Multiplies columns in place.
     *
     * @param factors {@code [units]}, for each layer with such units
     * @param structure of all units
     */
    static void into(Network<?> network, Map<UnitLayer, float[]> factors, Structure structure, Compute compute) {
        for (Slot slot : network.slots().values()) {
            List<Axis> axes = slot.axes();
            Axis read = axes.getLast();
            if (axes.size() == 2 && !Collections.disjoint(read.layers(), factors.keySet())) {
                try (Scope _ = Scope.open()) {
                    float[] columns = columns(read, factors, structure);
                    slot.tensor().detach().mul_(Tensors.of(compute, columns, columns.length));
                }
            }
        }
    }

    private static float[] columns(Axis read, Map<UnitLayer, float[]> factors, Structure structure) {
        float[] columns = new float[read.size(structure)];
        Arrays.fill(columns, 1);
        int column = 0;
        for (Segment segment : read.segments()) {
            switch (segment) {
                case Segment.Fixed(int size) -> column += size;
                case Segment.Units(UnitLayer layer) -> {
                    int units = structure.units(layer);
                    float[] own = factors.get(layer);
                    if (own != null) {
                        System.arraycopy(own, 0, columns, column, units);
                    }
                    column += units;
                }
            }
        }
        return columns;
    }
}
