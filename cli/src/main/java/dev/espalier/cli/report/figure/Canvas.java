package dev.espalier.cli.report.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Draws boxes, lines and texts. */
public record Canvas(Graphics2D graphics) {

    /** Colour of texts and axes. */
    public static final Color TEXT = new Color(0x333333);

    /** Colour of less important texts; its contrast on white is above 4.5 : 1. */
    public static final Color FAINT_TEXT = new Color(0x5E5E5E);

    /** Colour of grid lines. */
    public static final Color GRID = new Color(0xE4E4E4);

    /** Horizontal position of a text relative to its point. */
    public enum Align {
        LEFT,
        CENTER,
        RIGHT
    }

    /** Draws a text on a base line. */
    public void text(String words, double x, double y, Align align, Font font, Color color) {
        graphics.setFont(font);
        graphics.setPaint(color);
        double width = graphics.getFontMetrics(font).stringWidth(words);
        double left = switch (align) {
            case LEFT -> x;
            case CENTER -> x - width / 2;
            case RIGHT -> x - width;
        };
        graphics.drawString(words, (float) left, (float) y);
    }

    /** Draws a text of normal size. */
    public void text(String words, double x, double y, Align align) {
        text(words, x, y, align, Fonts.plain(12), TEXT);
    }

    /** Draws an explanation. */
    public void faint(String words, double x, double y, Align align) {
        text(words, x, y, align, Fonts.plain(12), FAINT_TEXT);
    }

    /** Draws the heading of a figure and a line below it. */
    public void heading(String title, String explanation) {
        text(title, 14, 30, Align.LEFT, Fonts.bold(19), TEXT);
        faint(explanation, 14, 50, Align.LEFT);
    }

    /** Draws a filled box. */
    public void box(double x, double y, double width, double height, Color color) {
        fill(new Rectangle2D.Double(x, y, width, height), color);
    }

    /** Draws a filled shape. */
    public void fill(Shape shape, Color color) {
        graphics.setPaint(color);
        graphics.fill(shape);
    }

    /** Draws the edge of a box. */
    public void frame(double x, double y, double width, double height, Color color) {
        stroke(new Rectangle2D.Double(x, y, width, height), color, new BasicStroke(1f));
    }

    /** Draws a straight line. */
    public void line(double fromX, double fromY, double toX, double toY, Color color) {
        stroke(new Line2D.Double(fromX, fromY, toX, toY), color, new BasicStroke(1f));
    }

    /** Draws the outline of a shape. */
    public void stroke(Shape shape, Color color, BasicStroke stroke) {
        graphics.setPaint(color);
        graphics.setStroke(stroke);
        graphics.draw(shape);
    }

    /** Rounds a coordinate to a tenth of a unit; more digits are invisible and make files larger. */
    public static double rounded(double place) {
        return Math.round(10 * place) / 10.0;
    }

    /** Splits a text into lines of at most {@code letters}, at blanks and within longer words. */
    static List<String> wrapped(String text, int letters) {
        List<String> lines = new ArrayList<>();
        var line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > letters) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
            while (line.length() > letters) {
                lines.add(line.substring(0, letters));
                line.delete(0, letters);
            }
        }
        lines.add(line.toString());
        return lines;
    }
}
