package dev.espalier.cli.report.figure;

import dev.espalier.cli.report.figure.Canvas.Align;
import java.awt.BasicStroke;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A legend: samples of lines and markers with labels, in as many rows as needed. */
record MarkerKey(List<Item> items, double width) {

    /** Outline of a hollow marker. */
    static final BasicStroke HOLLOW = new BasicStroke(1.8f);

    static final int ROW = 20;

    private static final int SAMPLE = 34;
    private static final int BETWEEN = 20;

    /** Maximum letters in a line of a label. */
    private static final int LETTERS = 110;

    /**
     * A legend entry.
     *
     * @param style style of a line with filled markers; null for a hollow marker
     */
    record Item(String label, @Nullable LineStyle style) {

        private List<String> lines() {
            return Canvas.wrapped(label, LETTERS);
        }
    }

    /**
     * The position of an entry.
     *
     * @param row row of its first line
     */
    private record Place(Item item, double x, int row) {}

    MarkerKey {
        items = List.copyOf(items);
    }

    private List<Place> places() {
        List<Place> places = new ArrayList<>();
        double x = 0;
        int row = 0;
        for (Item item : items) {
            double wide = SAMPLE
                    + item.lines().stream().mapToDouble(Fonts::width).max().orElse(0);
            if (x > 0 && x + wide > width) {
                x = 0;
                row++;
            }
            places.add(new Place(item, x, row));
            x += wide + BETWEEN;
            if (item.lines().size() > 1) {
                // The next entry starts below all lines of this one.
                x = 0;
                row += item.lines().size();
            }
        }
        return places;
    }

    /** Height of all rows in units of length. */
    int height() {
        return places().stream()
                        .mapToInt(place -> place.row() + place.item().lines().size())
                        .max()
                        .orElse(0)
                * ROW;
    }

    /**
     * Draws the legend.
     *
     * @param left left end of the first sample
     * @param top top of the first row
     */
    void draw(Canvas canvas, double left, double top) {
        for (Place place : places()) {
            double x = left + place.x();
            double y = top + ROW * place.row() + ROW / 2.0;
            LineStyle style = place.item().style();
            if (style == null) {
                canvas.stroke(Marker.CIRCLE.at(x + 13, y), LineStyle.GREYS.getFirst(), HOLLOW);
            } else {
                canvas.stroke(new Line2D.Double(x, y, x + 26, y), style.color(), style.stroke());
                canvas.fill(Marker.of(style).at(x + 13, y), style.color());
            }
            List<String> lines = place.item().lines();
            for (int i = 0; i < lines.size(); i++) {
                canvas.text(lines.get(i), x + SAMPLE, y + 4 + ROW * i, Align.LEFT);
            }
        }
    }
}
