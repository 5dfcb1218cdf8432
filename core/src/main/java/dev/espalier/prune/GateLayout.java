package dev.espalier.prune;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/** The layout of arrays over units: the units of all layers of a network, one layer after the other. */
final class GateLayout {

    private final Structure structure;
    private final Axis axis;
    private final SequencedMap<UnitLayer, Integer> starts = new LinkedHashMap<>();
    private final int size;

    /**
     * Creates a layout.
     *
     * @param layers the layers, in the order of the arrays
     * @param structure number of units of each layer
     */
    GateLayout(List<UnitLayer> layers, Structure structure) {
        this.structure = structure;
        int start = 0;
        Axis all = new Axis(List.of());
        for (UnitLayer layer : layers) {
            if (starts.putIfAbsent(layer, start) != null) {
                throw new IllegalArgumentException(layer + " is named twice");
            }
            start += structure.units(layer);
            all = all.then(Axis.units(layer));
        }
        axis = all;
        size = start;
    }

    /** The layers, in the order of the arrays. */
    List<UnitLayer> layers() {
        return List.copyOf(starts.sequencedKeySet());
    }

    int size() {
        return size;
    }

    int units(UnitLayer layer) {
        start(layer);
        return structure.units(layer);
    }

    int start(UnitLayer layer) {
        Integer start = starts.get(layer);
        if (start == null) {
            throw new IllegalArgumentException(layer + " is not among " + starts.sequencedKeySet());
        }
        return start;
    }

    int end(UnitLayer layer) {
        return start(layer) + structure.units(layer);
    }

    UnitLayer layerOf(int position) {
        return layers().stream()
                .filter(layer -> position >= start(layer) && position < end(layer))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(String.format(Locale.ROOT, "position %d of %d", position, size)));
    }

    /** The plan that keeps the units at these positions, and all units of other layers. */
    PruningPlan plan(Map<UnitLayer, int[]> positions) {
        return new PruningPlan(structure, positions);
    }

    /**
     * Positions of the remaining units, ascending.
     *
     * @throws IllegalArgumentException if the plan is for other numbers of units
     */
    int[] kept(PruningPlan plan) {
        for (UnitLayer layer : starts.sequencedKeySet()) {
            int expected = plan.before().units(layer);
            if (expected != units(layer)) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT, "%s: the plan is for %d units, but there are %d", layer, expected, units(layer)));
            }
        }
        long[] kept = plan.kept(axis);
        int[] positions = new int[kept.length];
        for (int i = 0; i < kept.length; i++) {
            positions[i] = Math.toIntExact(kept[i]);
        }
        return positions;
    }
}
