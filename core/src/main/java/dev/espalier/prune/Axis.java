package dev.espalier.prune;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the entries along one axis of a tensor stand for, in order: runs of entries that always stay, such as an
 * observation, and the units of layers. Whoever knows the axes of a weight, a bias, a batch-norm statistic or an
 * optimiser's moment can remove units from it without knowing what it is.
 *
 * @param segments the runs, in the order of the entries
 */
public record Axis(List<Segment> segments) {

    /** A run of entries. */
    public sealed interface Segment {

        /**
         * Entries that no pruning removes.
         *
         * @param size how many
         */
        record Fixed(int size) implements Segment {}

        /**
         * One entry for each unit of a layer.
         *
         * @param layer the layer
         */
        record Units(UnitLayer layer) implements Segment {}
    }

    public Axis {
        segments = List.copyOf(segments);
    }

    /** Entries that no pruning removes. */
    public static Axis fixed(int size) {
        return new Axis(List.of(new Segment.Fixed(size)));
    }

    /** One entry for each unit of a layer. */
    public static Axis units(UnitLayer layer) {
        return new Axis(List.of(new Segment.Units(layer)));
    }

    /** This axis with another one behind it, as concatenation makes it. */
    public Axis then(Axis other) {
        List<Segment> joined = new ArrayList<>(segments);
        joined.addAll(other.segments);
        return new Axis(joined);
    }

    /** What a layer of a DenseNet hands on that reads this axis: its units in front of it, equations (10)(11). */
    public Axis behind(UnitLayer layer) {
        return units(layer).then(this);
    }

    /** The layers whose units have entries here. */
    public List<UnitLayer> layers() {
        return segments.stream()
                .flatMap(segment -> segment instanceof Segment.Units units ? Stream.of(units.layer()) : Stream.of())
                .toList();
    }

    /** Entries that no pruning removes. */
    public int fixedSize() {
        return segments.stream()
                .mapToInt(segment -> segment instanceof Segment.Fixed fixed ? fixed.size() : 0)
                .sum();
    }

    /** All entries. */
    public int size(Structure structure) {
        return fixedSize() + layers().stream().mapToInt(structure::units).sum();
    }
}
