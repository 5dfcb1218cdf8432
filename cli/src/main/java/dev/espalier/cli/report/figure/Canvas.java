package dev.espalier.cli.report.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Draws boxes, lines and texts. */
public record Canvas(Graphics2D graphics) {

    public static final Color TEXT = new Color(0x333333);

    /** Colour of less important texts; its contrast on white is above 4.5 : 1. */
    public static final Color FAINT_TEXT = new Color(0x5E5E5E);

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

    /** Draws a text that reads upwards, as beside a vertical axis, centred at a point. */
    public void upwards(String words, double x, double y) {
        AffineTransform before = graphics.getTransform();
        graphics.rotate(-Math.PI / 2, x, y);
        text(words, x, y, Align.CENTER);
        graphics.setTransform(before);
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

    public void box(double x, double y, double width, double height, Color color) {
        fill(new Rectangle2D.Double(x, y, width, height), color);
    }

    public void fill(Shape shape, Color color) {
        graphics.setPaint(color);
        graphics.fill(shape);
    }

    /** Draws the edge of a box. */
    public void frame(double x, double y, double width, double height, Color color) {
        stroke(new Rectangle2D.Double(x, y, width, height), color, new BasicStroke(1f));
    }

    public void line(double fromX, double fromY, double toX, double toY, Color color) {
        stroke(new Line2D.Double(fromX, fromY, toX, toY), color, new BasicStroke(1f));
    }

    public void stroke(Shape shape, Color color, BasicStroke stroke) {
        graphics.setPaint(color);
        graphics.setStroke(stroke);
        graphics.draw(shape);
    }

    /** Draws lines with labels at the ticks of both axes; those at 0 have a colour of their own. */
    public void grid(Scale across, Scale upwards, Color zero) {
        for (double tick : upwards.ticks()) {
            double y = upwards.at(tick);
            line(across.from(), y, across.to(), y, tick == 0 ? zero : GRID);
            faint(upwards.labelOf(tick), across.from() - 8, y + 4, Align.RIGHT);
        }
        for (double tick : across.ticks()) {
            double x = across.at(tick);
            line(x, upwards.to(), x, upwards.from(), tick == 0 ? zero : GRID);
            faint(across.labelOf(tick), x, upwards.from() + 18, Align.CENTER);
        }
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
