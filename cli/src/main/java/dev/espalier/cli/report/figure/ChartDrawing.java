package dev.espalier.cli.report.figure;

import java.awt.geom.Rectangle2D;
import org.jfree.chart.JFreeChart;

/** A chart as a drawing. */
record ChartDrawing(JFreeChart chart, String words) implements Drawing {

    @Override
    public int height() {
        return 480;
    }

    @Override
    public void draw(Canvas canvas) {
        chart.draw(canvas.graphics(), new Rectangle2D.Double(0, 0, width(), height()));
    }
}
