package dev.espalier.prune;

import dev.espalier.prune.PruneEvent.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Describes the effect of a plan on gates as events.
 *
 * @param layout layout of the arrays
 * @param theta theta of each unit
 * @param undecided theta before it was rounded or its gate opened; else the same
 * @param unit position of each unit in its layer before any pruning
 * @param usefulness running mean of each unit's usefulness
 */
record GateEvents(GateLayout layout, float[] theta, float[] undecided, float[] unit, float[] usefulness) {

    /**
     * The events, layer by layer.
     *
     * @param price price of a unit of each layer
     * @param isLast whether a layer with this number of units may not lose any
     */
    List<PruneEvent> of(PruningPlan plan, ToDoubleFunction<UnitLayer> price, IntPredicate isLast) {
        List<PruneEvent> events = new ArrayList<>();
        for (UnitLayer layer : layout.layers()) {
            int units = layout.units(layer);
            int[] kept = plan.kept(layer);
            if (kept.length < units) {
                int[] removed = IntStream.range(0, units)
                        .filter(position -> Arrays.binarySearch(kept, position) < 0)
                        .toArray();
                events.add(event(Kind.REMOVED, layer, removed, price, kept.length));
                if (isLast.test(kept.length)) {
                    events.add(event(Kind.KEPT, layer, kept, price, kept.length));
                }
            }
            int[] opened = opened(layer);
            if (opened.length > 0 && !isLast.test(units)) {
                events.add(event(Kind.OPENED, layer, opened, price, kept.length));
            }
        }
        return events;
    }

    /** Positions of a layer's units whose theta was raised to 1. */
    private int[] opened(UnitLayer layer) {
        int start = layout.start(layer);
        return IntStream.range(0, layout.units(layer))
                .filter(position -> theta[start + position] == 1 && undecided[start + position] < 1)
                .toArray();
    }

    private PruneEvent event(
            Kind kind, UnitLayer layer, int[] positions, ToDoubleFunction<UnitLayer> price, int unitsLeft) {
        List<Integer> units = new ArrayList<>();
        List<Float> useful = new ArrayList<>();
        List<Float> probabilities = new ArrayList<>();
        for (int position : positions) {
            int i = layout.start(layer) + position;
            units.add((int) unit[i]);
            useful.add(usefulness[i]);
            probabilities.add(undecided[i]);
        }
        return new PruneEvent(kind, layer, units, useful, price.applyAsDouble(layer), probabilities, unitsLeft);
    }
}
