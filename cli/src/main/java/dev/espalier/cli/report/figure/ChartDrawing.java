package dev.espalier.cli.report.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.JFreeChart;

/** A chart as a drawing. */
record ChartDrawing(JFreeChart chart, String words) implements Drawing {

    @Override
    public int width() {
        return 800;
    }

    @Override
    public int height() {
        return 480;
    }

    @Override
    public void draw(Graphics2D graphics) {
        chart.draw(graphics, new Rectangle2D.Double(0, 0, width(), height()));
    }
}
