package dev.espalier.cli.report.xray;

import dev.espalier.cli.report.figure.Canvas;
import dev.espalier.cli.report.figure.Canvas.Align;
import dev.espalier.cli.report.figure.Drawing;
import dev.espalier.cli.report.figure.Fonts;
import dev.espalier.cli.report.figure.Palette;
import dev.espalier.cli.report.figure.Scale;
import dev.espalier.cli.report.xray.CostHistory.Part;
import dev.espalier.cli.report.xray.CostHistory.Value;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Expected against actual cost along a run, a panel for each objective.
 *
 * @param history with at least one moment in each part
 */
record CostLines(CostHistory history) implements Drawing {

    private static final int COLUMNS = 3;
    private static final int LEFT = 52;
    private static final int TOP = 92;
    private static final int PANEL_WIDTH = 192;
    private static final int PANEL_HEIGHT = 110;
    private static final int ACROSS = 254;
    private static final int DOWN = 168;
    private static final Color EXPECTED = new Color(0xD55E00);
    private static final BasicStroke WHOLE = new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final BasicStroke DASHED =
            new BasicStroke(2.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, new float[] {6, 4}, 0f);

    @Override
    public int width() {
        return 800;
    }

    @Override
    public int height() {
        return TOP + DOWN * Math.ceilDiv(history.parts().size(), COLUMNS) - 8;
    }

    @Override
    public void draw(Graphics2D graphics) {
        var canvas = new Canvas(graphics);
        boolean expected =
                history.parts().stream().anyMatch(part -> !part.expected().isEmpty());
        canvas.heading(
                "Complexity cost along the run",
                expected
                        ? "whole line: of the units that exist  ·  dashed: expected, each unit counted with its theta"
                                + (history.rounded() ? ", until gates were rounded" : "")
                        : "of the units that exist; theta was not recorded, so the expected cost is not known");
        int place = 0;
        for (Part part : history.parts()) {
            panel(canvas, part, LEFT + ACROSS * (place % COLUMNS), TOP + DOWN * (place / COLUMNS));
            place++;
        }
    }

    private static void panel(Canvas canvas, Part part, int x, int y) {
        List<Value> all =
                Stream.concat(part.actual().stream(), part.expected().stream()).toList();
        double most = all.stream().mapToDouble(Value::cost).max().orElse(1);
        double least = all.stream().mapToDouble(Value::cost).min().orElse(0);
        long end = all.stream().mapToLong(Value::step).max().orElse(1);
        // From a round decade on: a cost that falls to a hundredth would lie on the floor of a linear axis.
        double low = Math.pow(10, Math.floor(Math.log10(Math.max(least, Math.max(most, 1) / 1e6))));
        double high = Math.max(most * 1.15, low * 10);
        var costs = Scale.logarithmic(low, high, y + PANEL_HEIGHT, y);
        var steps = Scale.linear(0, (double) Math.max(1, end), x, x + PANEL_WIDTH);
        canvas.text(part.name(), x, y - 8, Align.LEFT, Fonts.bold(12), Canvas.TEXT);
        for (double tick : costs.ticks()) {
            canvas.line(x, costs.at(tick), x + PANEL_WIDTH, costs.at(tick), Canvas.GRID);
            canvas.faint(Scale.label(tick), x - 6, costs.at(tick) + 4, Align.RIGHT);
        }
        for (double tick : new double[] {0, (double) end}) {
            canvas.faint(Scale.label(tick), steps.at(tick), y + PANEL_HEIGHT + 17, Align.CENTER);
        }
        canvas.faint("steps", x + PANEL_WIDTH / 2.0, y + PANEL_HEIGHT + 17, Align.CENTER);
        canvas.line(x, y + PANEL_HEIGHT, x + PANEL_WIDTH, y + PANEL_HEIGHT, Canvas.FAINT_TEXT);
        line(canvas, part.actual(), steps, costs, Palette.LEFT, WHOLE);
        line(canvas, part.expected(), steps, costs, EXPECTED, DASHED);
    }

    private static void line(
            Canvas canvas, List<Value> values, Scale steps, Scale costs, Color color, BasicStroke stroke) {
        if (values.isEmpty()) {
            return;
        }
        var path = new Path2D.Double();
        for (Value value : values) {
            double x = steps.at((double) value.step());
            double y = costs.at(Math.max(value.cost(), costs.low()));
            if (path.getCurrentPoint() == null) {
                path.moveTo(x, y);
            }
            path.lineTo(x, y);
        }
        canvas.stroke(path, color, stroke);
    }

    @Override
    public String words() {
        return history.parts().stream()
                .map(part -> part.name() + ": " + ends("actual", part.actual()) + ends(", expected", part.expected()))
                .collect(Collectors.joining("; ", "Complexity cost, first and last value. ", "."));
    }

    private static String ends(String name, List<Value> values) {
        return values.isEmpty()
                ? name + " not recorded"
                : String.format(
                        Locale.ROOT,
                        "%s %.0f at step %d, %.0f at step %d",
                        name,
                        values.getFirst().cost(),
                        values.getFirst().step(),
                        values.getLast().cost(),
                        values.getLast().step());
    }
}
