package dev.espalier.cli.report.figure;

import dev.espalier.cli.report.figure.Canvas.Align;
import dev.espalier.cli.report.runs.ReferencePoints;
import java.awt.Shape;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws published agents as hollow markers with labels. A label is to the right, to the left, above or below its
 * marker: the first place where it is not cut off and does not overlap others.
 */
record PublishedMarkers(Canvas canvas, Scale across, Scale upwards) {

    private static final double GAP = Marker.RADIUS + 5;
    private static final double LETTER = 12;

    void draw(List<ReferencePoints.Point> points) {
        List<Shape> markers = points.stream()
                .map(point -> Marker.CIRCLE.at(
                        Canvas.rounded(across.at((double) point.deployed())),
                        Canvas.rounded(upwards.at(point.score()))))
                .toList();
        List<Rectangle2D> taken =
                new ArrayList<>(markers.stream().map(Shape::getBounds2D).toList());
        for (int i = 0; i < points.size(); i++) {
            ReferencePoints.Point point = points.get(i);
            Rectangle2D marker = markers.get(i).getBounds2D();
            canvas.stroke(markers.get(i), LineStyle.GREYS.getFirst(), MarkerKey.HOLLOW);
            Rectangle2D box = place(point.label(), marker.getCenterX(), marker.getCenterY(), taken);
            taken.add(box);
            canvas.faint(point.label(), box.getX(), box.getMaxY() - 2, Align.LEFT);
        }
    }

    private Rectangle2D place(String label, double x, double y, List<Rectangle2D> taken) {
        double width = Fonts.width(label);
        List<Rectangle2D> places = List.of(
                new Rectangle2D.Double(x + GAP, y - LETTER / 2, width, LETTER),
                new Rectangle2D.Double(x - GAP - width, y - LETTER / 2, width, LETTER),
                new Rectangle2D.Double(x - width / 2, y - GAP - LETTER, width, LETTER),
                new Rectangle2D.Double(x - width / 2, y + GAP, width, LETTER));
        return places.stream()
                .filter(box -> box.getX() >= across.from() && box.getMaxX() <= across.to())
                .filter(box -> taken.stream().noneMatch(box::intersects))
                .findFirst()
                .orElse(places.getFirst());
    }
}
