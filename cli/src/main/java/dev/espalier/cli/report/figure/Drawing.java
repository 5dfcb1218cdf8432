package dev.espalier.cli.report.figure;

import java.awt.Graphics2D;

/** What a figure shows. Drawing it again gives the same. */
public interface Drawing {

    /** Units of length from left to right. */
    int width();

    /** Units of length from top to bottom. */
    int height();

    /** Draws from (0, 0) to (width, height) on white. */
    void draw(Graphics2D graphics);

    /** What it shows in words, for those who do not see it: a few sentences with the numbers that matter. */
    String words();
}
