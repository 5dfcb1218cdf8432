package dev.espalier.cli.report.xray;

import dev.espalier.cli.report.figure.Canvas;
import dev.espalier.cli.report.figure.Canvas.Align;
import dev.espalier.cli.report.figure.Drawing;
import dev.espalier.cli.report.figure.Palette;
import dev.espalier.cli.text.RootLocale;
import dev.espalier.prune.UnitLayer;
import java.awt.BasicStroke;
import java.awt.geom.Path2D;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The remaining units of every layer: a row as long as the initial width, dark where a unit is left. Units are at their
 * original positions if the recorded removals match what is left, else first in the row.
 */
record Survivors(PrunedRun run) implements Drawing {

    private static final int LEFT = 96;
    private static final int TOP = 70;
    private static final int ROW = 20;
    private static final int BAR = 13;
    private static final int LONGEST = 560;

    private List<UnitLayer> layers() {
        return run.start().structure().layers();
    }

    @Override
    public int height() {
        return TOP + layers().size() * ROW + 14;
    }

    @Override
    public void draw(Canvas canvas) {
        canvas.heading("Units of every layer", "dark: left  ·  pale: removed  ·  " + places());
        int widest =
                layers().stream().mapToInt(run.start().structure()::units).max().orElse(1);
        double unit = (double) LONGEST / Math.max(1, widest);
        int top = TOP;
        for (UnitLayer layer : layers()) {
            int start = run.start().structure().units(layer);
            double middle = top + BAR / 2.0;
            canvas.text(layer.toString(), LEFT - 10, top + 11, Align.RIGHT);
            canvas.box(LEFT, top, start * unit, BAR, Palette.GONE);
            canvas.stroke(
                    runs(survivors(layer), unit, middle),
                    Palette.LEFT,
                    new BasicStroke(BAR, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL));
            canvas.faint(
                    RootLocale.format("%d of %d", run.left().units(layer), start),
                    LEFT + start * unit + 8,
                    top + 11,
                    Align.LEFT);
            top += ROW;
        }
    }

    private String places() {
        if (run.fallen() == null) {
            return "which ones was not recorded, so survivors stand first";
        }
        return layers().stream().allMatch(layer -> known(layer).isPresent())
                ? "each unit at its place before anything was pruned"
                : "survivors stand first where the events do not say which ones are left";
    }

    /** Each run of adjacent units as one line. */
    private static Path2D runs(BitSet units, double unit, double y) {
        var path = new Path2D.Double();
        for (int from = units.nextSetBit(0); from >= 0; from = units.nextSetBit(units.nextClearBit(from))) {
            path.moveTo(LEFT + from * unit, y);
            path.lineTo(LEFT + units.nextClearBit(from) * unit, y);
        }
        return path;
    }

    BitSet survivors(UnitLayer layer) {
        return known(layer).orElseGet(() -> {
            var first = new BitSet();
            first.set(0, run.left().units(layer));
            return first;
        });
    }

    /** The units that no event removed; empty if their number does not match. */
    private Optional<BitSet> known(UnitLayer layer) {
        var units = new BitSet();
        units.set(0, run.start().structure().units(layer));
        if (run.fallen() != null) {
            for (FallenUnit fallen : run.fallen()) {
                if (fallen.layer().equals(layer)) {
                    units.clear(fallen.position());
                }
            }
        }
        return Optional.of(units)
                .filter(found -> found.cardinality() == run.left().units(layer));
    }

    @Override
    public String words() {
        return layers().stream()
                .map(layer -> RootLocale.format(
                        "%s %d of %d",
                        layer, run.left().units(layer), run.start().structure().units(layer)))
                .collect(Collectors.joining(", ", "Units left of those at the start: ", "."));
    }
}
