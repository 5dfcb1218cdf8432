package dev.espalier.prune;

import dev.espalier.prune.Axis.Segment;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A pruning plan: the units that stay. The same plan is applied to every tensor with such units on an axis, so that all
 * tensors still fit together afterwards.
 */
public final class PruningPlan {

    private final Structure before;
    private final Map<UnitLayer, int[]> kept;

    /**
     * Creates a plan.
     *
     * @param before all present units
     * @param kept positions of the remaining units, ascending, for each layer that loses units
     */
    public PruningPlan(Structure before, Map<UnitLayer, int[]> kept) {
        this.before = before;
        this.kept = new HashMap<>();
        kept.forEach((layer, positions) -> {
            this.kept.put(layer, positions.clone());
            int last = -1;
            for (int position : positions) {
                if (position <= last || position >= before.units(layer)) {
                    throw new IllegalArgumentException(String.format(
                            Locale.ROOT,
                            "%s: position %d after %d of %d units",
                            layer,
                            position,
                            last,
                            before.units(layer)));
                }
                last = position;
            }
        });
    }

    /**
     * The plan that keeps the first units of every layer, down to the numbers of a smaller structure.
     *
     * @throws IllegalArgumentException if the other structure is larger in any layer
     */
    public static PruningPlan downTo(Structure smaller, Structure before) {
        Map<UnitLayer, int[]> kept = new HashMap<>();
        for (UnitLayer layer : before.layers()) {
            int units = smaller.units(layer);
            if (units > before.units(layer)) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT, "%s: expected at most %d units, found %d", layer, before.units(layer), units));
            }
            if (units < before.units(layer)) {
                kept.put(layer, IntStream.range(0, units).toArray());
            }
        }
        return new PruningPlan(before, kept);
    }

    /** The combination of this plan and a following one, for the structure after this one. */
    public PruningPlan then(PruningPlan next) {
        Map<UnitLayer, int[]> both = new HashMap<>(kept);
        next.kept.forEach((layer, positions) -> {
            int[] first = kept(layer);
            both.put(
                    layer,
                    IntStream.of(positions).map(position -> first[position]).toArray());
        });
        return new PruningPlan(before, both);
    }

    /** Whether no unit is removed. */
    public boolean isEmpty() {
        return kept.isEmpty();
    }

    /** The structure before pruning. */
    public Structure before() {
        return before;
    }

    /** The structure after pruning. */
    public Structure after() {
        Map<UnitLayer, Integer> units = new HashMap<>();
        kept.forEach((layer, positions) -> units.put(layer, positions.length));
        return before.with(units);
    }

    /** Positions of the remaining units of a layer, ascending. */
    public int[] kept(UnitLayer layer) {
        int[] positions = kept.get(layer);
        return positions == null ? IntStream.range(0, before.units(layer)).toArray() : positions.clone();
    }

    /** Whether any of these layers loses units. */
    public boolean touches(Collection<UnitLayer> layers) {
        return layers.stream().anyMatch(kept::containsKey);
    }

    /** Whether entries along any of these axes of a tensor are removed. */
    public boolean cuts(Collection<Axis> axes) {
        return axes.stream().anyMatch(axis -> touches(axis.layers()));
    }

    /** Positions of the remaining entries of an axis, ascending. */
    public long[] kept(Axis axis) {
        IntStream.Builder positions = IntStream.builder();
        int offset = 0;
        for (Segment segment : axis.segments()) {
            switch (segment) {
                case Segment.Fixed(int size) -> {
                    IntStream.range(offset, offset + size).forEach(positions);
                    offset += size;
                }
                case Segment.Units(UnitLayer layer) -> {
                    for (int position : kept(layer)) {
                        positions.add(offset + position);
                    }
                    offset += before.units(layer);
                }
            }
        }
        return positions.build().asLongStream().toArray();
    }
}
