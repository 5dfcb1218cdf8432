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
 * Absorbs factors of units into the weights that read these units.
 *
 * <p>In evaluation mode the output of a unit is multiplied by theta. When its gate is opened for good, the factor
 * becomes 1, and layers that read the unit would receive {@code 1 / theta} times as much. Multiplying the columns that
 * read it by theta keeps their result. The second axis of a weight reads units; the first or only axis of a tensor
 * belongs to the unit itself.
 */
final class Absorbing {

    private Absorbing() {}

    /**
     * Multiplies columns of weights in place.
     *
     * @param factors {@code [units]}, for each layer with factors
     * @param structure the units of all layers
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
