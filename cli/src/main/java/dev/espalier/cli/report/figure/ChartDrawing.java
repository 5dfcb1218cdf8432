package dev.espalier.cli.report.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;

/**
 * A chart as a drawing.
 *
 * @param height height in units of length
 */
record ChartDrawing(JFreeChart chart, String words, int height) implements Drawing {

    private static final int USUAL_HEIGHT = 480;

    /** Height that a long legend must leave to the lines. */
    private static final double LEAST_FOR_LINES = 290;

    /** A chart of the usual height, or higher if its legend is long. */
    static ChartDrawing of(JFreeChart chart, String words) {
        double needed = LEAST_FOR_LINES + heightWithoutLines(chart);
        return new ChartDrawing(chart, words, Math.max(USUAL_HEIGHT, (int) Math.ceil(needed)));
    }

    /** The height of title, legend, axis and margins: what a drawing that is high enough for all does not use for lines. */
    private static double heightWithoutLines(JFreeChart chart) {
        var drawn = new ChartRenderingInfo();
        double high = 100_000;
        Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        try {
            chart.draw(graphics, new Rectangle2D.Double(0, 0, Drawing.COLUMN, high), drawn);
        } finally {
            graphics.dispose();
        }
        return high - drawn.getPlotInfo().getDataArea().getHeight();
    }

    @Override
    public void draw(Canvas canvas) {
        chart.draw(canvas.graphics(), new Rectangle2D.Double(0, 0, width(), height()));
    }
}
