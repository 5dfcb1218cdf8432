package dev.espalier.cli.report.figure;

import java.awt.Graphics2D;

/** The content of a figure. Drawing it again gives the same result. */
public interface Drawing {

    /** Width in units of length. */
    int width();

    /** Height in units of length. */
    int height();

    /** Draws from (0, 0) to (width, height) on white. */
    void draw(Graphics2D graphics);

    /** The alternative text: a few sentences with the important numbers. */
    String words();
}
