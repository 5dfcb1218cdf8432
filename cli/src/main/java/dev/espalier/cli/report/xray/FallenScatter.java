package dev.espalier.cli.report.xray;

import dev.espalier.cli.report.figure.Canvas;
import dev.espalier.cli.report.figure.Canvas.Align;
import dev.espalier.cli.report.figure.Drawing;
import dev.espalier.cli.report.figure.Palette;
import dev.espalier.cli.report.figure.Scale;
import dev.espalier.cli.text.RootLocale;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Path2D;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Cost (horizontal) and minus usefulness (vertical) of each removed unit at its removal. Both axes have the same scale,
 * so balanced units (usefulness + cost = 0) are on a straight line; units below it cost more than they gave.
 *
 * @param networks names of all networks; their order determines the colours
 * @param fallen at least one unit, each of one of these networks
 */
record FallenScatter(List<String> networks, List<FallenUnit> fallen) implements Drawing {

    private static final int LEFT = 76;
    private static final int RIGHT = 776;
    private static final int TOP = 92;
    private static final int BOTTOM = 420;

    @Override
    public int height() {
        return 470;
    }

    @Override
    public void draw(Canvas canvas) {
        canvas.heading(
                "Removed units: what they gave against what they cost",
                "a dot a unit, when it fell  ·  line: usefulness + cost = 0  ·  below it a unit cost more than it gave");
        double unit = unit();
        var costs = scale(unit, fallen.stream().mapToDouble(FallenUnit::cost), LEFT, RIGHT);
        var gains = scale(unit, fallen.stream().mapToDouble(item -> -item.usefulness()), BOTTOM, TOP);
        axes(canvas, costs, gains);
        balance(canvas, costs, gains);
        double legend = LEFT;
        int place = 0;
        for (Map.Entry<String, List<FallenUnit>> network : byNetwork().entrySet()) {
            Color color = Palette.DISTINCT.get(place++ % Palette.DISTINCT.size());
            dots(canvas, network.getValue(), costs, gains, color);
            String label = RootLocale.format(
                    "%s (%d)", network.getKey(), network.getValue().size());
            canvas.box(legend, 64, 10, 10, color);
            canvas.text(label, legend + 15, 74, Align.LEFT);
            legend += 112;
        }
    }

    private SequencedMap<String, List<FallenUnit>> byNetwork() {
        SequencedMap<String, List<FallenUnit>> units = new LinkedHashMap<>();
        for (String network : networks) {
            units.put(
                    network,
                    fallen.stream()
                            .filter(item -> item.layer().network().equals(network))
                            .toList());
        }
        return units;
    }

    /** The value where the scale turns from linear to logarithmic: the lowest decile of all values. */
    private double unit() {
        double[] sizes = fallen.stream()
                .flatMapToDouble(item -> DoubleStream.of(Math.abs(item.usefulness()), Math.abs(item.cost())))
                .filter(size -> size > 0)
                .sorted()
                .toArray();
        return sizes.length == 0 ? 1 : sizes[sizes.length / 10];
    }

    private static Scale scale(double unit, DoubleStream values, double from, double to) {
        var range = values.summaryStatistics();
        double low = Math.min(0, range.getMin());
        double high = Math.max(0, range.getMax());
        double room = 0.15 * Math.max(unit, Math.max(high, -low));
        return Scale.bothSides(unit, low < 0 ? low - room : low, high + room, from, to);
    }

    private static void axes(Canvas canvas, Scale costs, Scale gains) {
        canvas.grid(costs, gains, Canvas.FAINT_TEXT);
        canvas.text("cost", (LEFT + RIGHT) / 2.0, BOTTOM + 40, Align.CENTER);
        canvas.upwards("minus usefulness", 18, (TOP + BOTTOM) / 2.0);
    }

    /** The line where usefulness and cost are balanced. */
    private static void balance(Canvas canvas, Scale costs, Scale gains) {
        double from = Math.max(costs.low(), gains.low());
        double to = Math.min(costs.high(), gains.high());
        var line = new Path2D.Double();
        line.moveTo(costs.at(from), gains.at(from));
        line.lineTo(costs.at(to), gains.at(to));
        canvas.stroke(line, Canvas.TEXT, new BasicStroke(1.6f));
    }

    /** Draws dots as very short lines with round ends, so that all dots of a colour are one shape. */
    private static void dots(Canvas canvas, List<FallenUnit> units, Scale costs, Scale gains, Color color) {
        var path = new Path2D.Double();
        for (FallenUnit item : units) {
            double x = Canvas.rounded(costs.at(item.cost()));
            double y = Canvas.rounded(gains.at(-item.usefulness()));
            path.moveTo(x, y);
            path.lineTo(x + 0.1, y);
        }
        canvas.stroke(path, color, new BasicStroke(4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    }

    @Override
    public String words() {
        long pressed = fallen.stream().filter(FallenUnit::costMoreThanItGave).count();
        return byNetwork().entrySet().stream()
                .map(network -> RootLocale.format(
                        "%s %d", network.getKey(), network.getValue().size()))
                .collect(Collectors.joining(
                        ", ",
                        RootLocale.format(
                                "%d units were removed; %d of them cost more than they gave when they fell. By network: ",
                                fallen.size(), pressed),
                        "."));
    }
}
