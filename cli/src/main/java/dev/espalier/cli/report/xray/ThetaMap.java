package dev.espalier.cli.report.xray;

import dev.espalier.cli.report.figure.Canvas;
import dev.espalier.cli.report.figure.Canvas.Align;
import dev.espalier.cli.report.figure.Drawing;
import dev.espalier.cli.report.figure.Fonts;
import dev.espalier.cli.report.figure.Palette;
import dev.espalier.cli.report.figure.Scale;
import dev.espalier.cli.report.xray.ThetaCurves.Moment;
import dev.espalier.cli.text.RootLocale;
import dev.espalier.cli.text.Thousands;
import dev.espalier.prune.UnitLayer;
import java.awt.BasicStroke;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Theta of the units of every layer over time: a panel per layer, a row per unit, a column per evaluation. The
 * remaining units are at the top, sorted by their last theta; below them are the removed ones, the last removed first.
 * A panel shows an even sample of units and evaluations if there are many.
 *
 * @param layers all layers with their units at the start
 * @param history at least one moment
 * @param rounded whether the history ends before the run does, since gates were rounded
 */
record ThetaMap(SequencedMap<UnitLayer, Integer> layers, ThetaCurves history, boolean rounded) implements Drawing {

    private static final int COLUMNS = 4;
    private static final int MAX_UNITS = 40;
    private static final int MAX_MOMENTS = 60;
    private static final int LEFT = 14;
    private static final int TOP = 88;
    private static final int PANEL_WIDTH = 180;
    private static final int PANEL_HEIGHT = 80;
    private static final int ACROSS = 196;
    private static final int DOWN = 118;

    /** Number of shades of theta, as many as can be distinguished. */
    private static final int SHADES = 20;

    @Override
    public int height() {
        return TOP + DOWN * Math.ceilDiv(layers.size(), COLUMNS) + 16;
    }

    @Override
    public void draw(Canvas canvas) {
        canvas.heading("Theta of the units of every layer", "a row a unit, survivors at the top  ·  white: removed");
        legend(canvas);
        List<Moment> moments = Samples.evenly(history.moments(), MAX_MOMENTS);
        int place = 0;
        for (UnitLayer layer : layers.keySet()) {
            double x = LEFT + ACROSS * (place % COLUMNS);
            double y = TOP + DOWN * (place / COLUMNS);
            List<Integer> units = ordered(layer);
            canvas.text(
                    RootLocale.format("%s: %d of %d", layer, left(layer), units.size()),
                    x,
                    y - 5,
                    Align.LEFT,
                    Fonts.plain(12),
                    Canvas.TEXT);
            panel(canvas, layer, Samples.evenly(units, MAX_UNITS), moments, x, y);
            place++;
        }
        String from = Scale.label((double) moments.getFirst().step());
        String to = Scale.label((double) moments.getLast().step());
        canvas.faint("from step " + from + " to step " + to + until(), LEFT, height() - 10.0, Align.LEFT);
    }

    private String until() {
        return rounded ? ", until gates were rounded" : "";
    }

    private void legend(Canvas canvas) {
        double x = 560;
        for (int shade = 0; shade <= SHADES; shade++) {
            canvas.box(x + 8 * shade, 40, 8, 12, Palette.share((double) shade / SHADES));
        }
        canvas.faint("theta 0", x - 6, 50, Align.RIGHT);
        canvas.faint("1", x + 8 * (SHADES + 1) + 6, 50, Align.LEFT);
    }

    private static void panel(
            Canvas canvas, UnitLayer layer, List<Integer> units, List<Moment> moments, double x, double y) {
        double wide = (double) PANEL_WIDTH / moments.size();
        double high = (double) PANEL_HEIGHT / Math.max(1, units.size());
        TreeMap<Integer, Path2D> shades = new TreeMap<>();
        for (int row = 0; row < units.size(); row++) {
            for (int column = 0; column < moments.size(); ) {
                int shade = shade(moments.get(column), layer, units.get(row));
                int end = column + 1;
                while (end < moments.size() && shade(moments.get(end), layer, units.get(row)) == shade) {
                    end++;
                }
                if (shade >= 0) {
                    Path2D path = shades.computeIfAbsent(shade, _ -> new Path2D.Double());
                    double middle = y + (row + 0.5) * high;
                    path.moveTo(x + column * wide, middle);
                    path.lineTo(x + end * wide, middle);
                }
                column = end;
            }
        }
        // With antialiasing, pale lines would show between neighbours.
        canvas.graphics().setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
        var stroke = new BasicStroke((float) high, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL);
        shades.forEach((shade, path) -> canvas.stroke(path, Palette.share((double) shade / SHADES), stroke));
        canvas.graphics().setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.frame(x, y, PANEL_WIDTH, PANEL_HEIGHT, Palette.GONE);
    }

    /** The shade of a unit; -1 if it has been removed. */
    private static int shade(Moment moment, UnitLayer layer, int unit) {
        OptionalDouble theta = theta(moment, layer, unit);
        return theta.isEmpty() ? -1 : (int) Math.round(SHADES * theta.getAsDouble());
    }

    private static OptionalDouble theta(Moment moment, UnitLayer layer, int unit) {
        UnitTheta theta = moment.layers().get(layer);
        return theta == null ? OptionalDouble.empty() : theta.of(unit);
    }

    private int left(UnitLayer layer) {
        UnitTheta theta = history.moments().getLast().layers().get(layer);
        return theta == null ? 0 : theta.size();
    }

    /** The units of a layer from top to bottom. */
    List<Integer> ordered(UnitLayer layer) {
        record Fate(int unit, int lastMoment, double lastTheta) {}
        List<Fate> fates = new ArrayList<>();
        int units = layers.getOrDefault(layer, 0);
        for (int unit = 0; unit < units; unit++) {
            int last = -1;
            double theta = 0;
            for (int i = 0; i < history.moments().size(); i++) {
                OptionalDouble value = theta(history.moments().get(i), layer, unit);
                if (value.isPresent()) {
                    last = i;
                    theta = value.getAsDouble();
                }
            }
            fates.add(new Fate(unit, last, theta));
        }
        return fates.stream()
                .sorted((a, b) -> a.lastMoment() != b.lastMoment()
                        ? b.lastMoment() - a.lastMoment()
                        : Double.compare(b.lastTheta(), a.lastTheta()))
                .map(Fate::unit)
                .toList();
    }

    @Override
    public String words() {
        Moment last = history.moments().getLast();
        return layers.keySet().stream()
                .map(layer -> RootLocale.format(
                        "%s %d units, theta sums to %.1f", layer, left(layer), last.expectedUnits(layer)))
                .collect(Collectors.joining("; ", "At step " + Thousands.of(last.step()) + until() + ": ", "."));
    }
}
