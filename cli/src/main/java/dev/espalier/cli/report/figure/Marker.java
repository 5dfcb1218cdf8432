package dev.espalier.cli.report.figure;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** Markers of points. They distinguish methods whose colours repeat where no line shows the dashes. */
enum Marker {
    CIRCLE,
    SQUARE,
    DIAMOND;

    /** From the centre to the edge. */
    static final double RADIUS = 4.5;

    private static final double DASH = 8;

    /** The marker for a line style: a circle for solid, a square for dashed, a diamond for all others. */
    static Marker of(LineStyle style) {
        float[] dashes = style.stroke().getDashArray();
        if (dashes == null) {
            return CIRCLE;
        }
        return dashes[0] == DASH ? SQUARE : DIAMOND;
    }

    Shape at(double x, double y) {
        return switch (this) {
            case CIRCLE -> new Ellipse2D.Double(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS);
            case SQUARE -> new Rectangle2D.Double(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS);
            case DIAMOND -> {
                var path = new Path2D.Double();
                path.moveTo(x - 1.3 * RADIUS, y);
                path.lineTo(x, y - 1.3 * RADIUS);
                path.lineTo(x + 1.3 * RADIUS, y);
                path.lineTo(x, y + 1.3 * RADIUS);
                path.closePath();
                yield path;
            }
        };
    }
}
