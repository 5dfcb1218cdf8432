package dev.espalier.cli.report.xray;

import dev.espalier.cli.report.figure.Canvas;
import dev.espalier.cli.report.figure.Canvas.Align;
import dev.espalier.cli.report.figure.Fonts;
import dev.espalier.cli.report.figure.Palette;
import dev.espalier.cli.report.figure.Scale;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Path2D;
import java.util.List;

/**
 * Lines over environment steps, with a logarithmic vertical axis.
 *
 * @param lines lines; later ones are drawn over earlier ones
 */
record LinePanel(String name, List<Line> lines) {

    /** Colour of lines to compare with those of {@link Palette#LEFT}. */
    static final Color COMPARED = new Color(0xD55E00);

    static final BasicStroke WHOLE = new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    static final BasicStroke DASHED = broken(6, 4);
    static final BasicStroke DOTTED = broken(2, 3);

    /**
     * A line.
     *
     * @param values values of at least 0, in order of steps; if empty, nothing is drawn
     */
    record Line(List<StepValue> values, Color color, BasicStroke stroke) {

        Line {
            values = List.copyOf(values);
        }
    }

    LinePanel {
        lines = List.copyOf(lines);
    }

    private static BasicStroke broken(float drawn, float left) {
        return new BasicStroke(2.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, new float[] {drawn, left}, 0f);
    }

    /**
     * Draws the panel.
     *
     * @param x left end of the horizontal axis
     * @param y upper end of the vertical axis
     */
    void draw(Canvas canvas, int x, int y, int width, int height) {
        List<StepValue> all =
                lines.stream().flatMap(line -> line.values().stream()).toList();
        double most = all.stream().mapToDouble(StepValue::value).max().orElse(1);
        double least = all.stream().mapToDouble(StepValue::value).min().orElse(0);
        long end = all.stream().mapToLong(StepValue::step).max().orElse(1);
        // Starts at a power of ten. On a linear axis, small values would be invisible.
        double low = Math.pow(10, Math.floor(Math.log10(Math.max(least, (most > 0 ? most : 1) / 1e6))));
        double high = Math.max(most * 1.15, low * 10);
        var values = Scale.logarithmic(low, high, y + height, y);
        var steps = Scale.linear(0, (double) Math.max(1, end), x, x + width);
        canvas.text(name, x, y - 8, Align.LEFT, Fonts.bold(12), Canvas.TEXT);
        for (double tick : values.ticks()) {
            canvas.line(x, values.at(tick), x + width, values.at(tick), Canvas.GRID);
            canvas.faint(Scale.label(tick), x - 6, values.at(tick) + 4, Align.RIGHT);
        }
        for (double tick : new double[] {0, (double) end}) {
            canvas.faint(Scale.label(tick), steps.at(tick), y + height + 17, Align.CENTER);
        }
        canvas.faint("steps", x + width / 2.0, y + height + 17, Align.CENTER);
        canvas.line(x, y + height, x + width, y + height, Canvas.FAINT_TEXT);
        lines.forEach(line -> draw(canvas, line, steps, values));
    }

    private static void draw(Canvas canvas, Line line, Scale steps, Scale values) {
        if (line.values().isEmpty()) {
            return;
        }
        var path = new Path2D.Double();
        for (StepValue value : line.values()) {
            double x = steps.at((double) value.step());
            double y = values.at(Math.max(value.value(), values.low()));
            if (path.getCurrentPoint() == null) {
                path.moveTo(x, y);
            }
            path.lineTo(x, y);
        }
        canvas.stroke(path, line.color(), line.stroke());
    }
}
