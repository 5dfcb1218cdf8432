package dev.espalier.cli.report.figure;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** Shapes around a point. Where colours repeat, in dashes, they tell apart what has no line to see the dashes of. */
enum Marker {
    CIRCLE,
    SQUARE,
    DIAMOND;

    /** From its middle to its edge. */
    static final double RADIUS = 4.5;

    private static final double DASH = 8;

    /** The marker of a line: a circle on a whole one, a square on a dashed one, a diamond on any other. */
    static Marker of(LineStyle style) {
        float[] dashes = style.stroke().getDashArray();
        if (dashes == null) {
            return CIRCLE;
        }
        return dashes[0] == DASH ? SQUARE : DIAMOND;
    }

    /** Its outline. */
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
