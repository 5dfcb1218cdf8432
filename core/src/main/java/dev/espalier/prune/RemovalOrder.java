package dev.espalier.prune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * The order in which units are removed until a structure is small enough: the lowest score first, in any layer. After
 * that, removed units that still fit come back, the highest score first, because the last ones may be large.
 *
 * @param mayVanish whether a layer may lose all units; any other layer keeps its unit with the highest score
 * @param size size of a structure
 */
public record RemovalOrder(Predicate<UnitLayer> mayVanish, ToLongFunction<Structure> size) {

    private record Unit(UnitLayer layer, int position, float score) {}

    /**
     * Plans the removal down to a size, or to the smallest possible one.
     *
     * @param most largest remaining size
     * @param scores scores of all units, {@code [units]} for each layer that may lose units
     */
    public PruningPlan downTo(long most, Structure structure, Map<UnitLayer, float[]> scores) {
        Map<UnitLayer, Integer> left = new LinkedHashMap<>();
        scores.keySet().forEach(layer -> left.put(layer, structure.units(layer)));
        List<Unit> removed = new ArrayList<>();
        for (Unit unit : ascending(scores)) {
            if (size(structure, left) <= most) {
                break;
            }
            if (left.getOrDefault(unit.layer, 0) > 1 || mayVanish.test(unit.layer)) {
                left.merge(unit.layer, -1, Integer::sum);
                removed.add(unit);
            }
        }
        for (Unit unit : List.copyOf(removed).reversed()) {
            left.merge(unit.layer, 1, Integer::sum);
            if (size(structure, left) <= most) {
                removed.remove(unit);
            } else {
                left.merge(unit.layer, -1, Integer::sum);
            }
        }
        return plan(structure, removed);
    }

    private long size(Structure structure, Map<UnitLayer, Integer> left) {
        return size.applyAsLong(structure.with(left));
    }

    /** Of equal scores, the last unit of the last layer comes first. */
    private static List<Unit> ascending(Map<UnitLayer, float[]> scores) {
        List<Unit> units = new ArrayList<>();
        scores.forEach((layer, values) -> {
            for (int i = 0; i < values.length; i++) {
                units.add(new Unit(layer, i, values[i]));
            }
        });
        return units.reversed().stream()
                .sorted(Comparator.comparingDouble(Unit::score))
                .toList();
    }

    private static PruningPlan plan(Structure structure, List<Unit> removed) {
        Map<UnitLayer, Set<Integer>> gone = new HashMap<>();
        removed.forEach(
                unit -> gone.computeIfAbsent(unit.layer, _ -> new HashSet<>()).add(unit.position));
        Map<UnitLayer, int[]> kept = new LinkedHashMap<>();
        gone.forEach((layer, positions) -> kept.put(
                layer,
                IntStream.range(0, structure.units(layer))
                        .filter(position -> !positions.contains(position))
                        .toArray()));
        return new PruningPlan(structure, kept);
    }
}
