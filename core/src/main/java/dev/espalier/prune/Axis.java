package dev.espalier.prune;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An axis of a tensor: the meaning of its entries, in order. It consists of fixed entries that always stay, such as an
 * observation, and of the units of layers. With the axes of a weight, a bias, a batch-norm statistic or an optimiser's
 * moment, units can be removed from it without knowing what the tensor is.
 *
 * @param segments runs of entries, in order
 */
public record Axis(List<Segment> segments) {

    /** A run of entries. */
    public sealed interface Segment {

        /** Entries that no pruning removes. */
        record Fixed(int size) implements Segment {}

        /** One entry for each unit of a layer. */
        record Units(UnitLayer layer) implements Segment {}
    }

    public Axis {
        segments = List.copyOf(segments);
    }

    /** Creates an axis of entries that no pruning removes. */
    public static Axis fixed(int size) {
        return new Axis(List.of(new Segment.Fixed(size)));
    }

    /** Creates an axis with one entry for each unit of a layer. */
    public static Axis units(UnitLayer layer) {
        return new Axis(List.of(new Segment.Units(layer)));
    }

    /** Concatenates this axis and another one. */
    public Axis then(Axis other) {
        List<Segment> joined = new ArrayList<>(segments);
        joined.addAll(other.segments);
        return new Axis(joined);
    }

    /** The output axis of a DenseNet layer that reads this axis: its units in front of it, equations (10)(11). */
    public Axis behind(UnitLayer layer) {
        return units(layer).then(this);
    }

    /** The layers that have units on this axis. */
    public List<UnitLayer> layers() {
        return segments.stream()
                .flatMap(segment -> segment instanceof Segment.Units units ? Stream.of(units.layer()) : Stream.of())
                .toList();
    }

    /** Number of entries that no pruning removes. */
    public int fixedSize() {
        return segments.stream()
                .mapToInt(segment -> segment instanceof Segment.Fixed fixed ? fixed.size() : 0)
                .sum();
    }

    /** Number of all entries. */
    public int size(Structure structure) {
        return fixedSize() + layers().stream().mapToInt(structure::units).sum();
    }
}
