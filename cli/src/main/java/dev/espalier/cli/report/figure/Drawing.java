package dev.espalier.cli.report.figure;

/** The content of a figure. Drawing it again gives the same result. */
public interface Drawing {

    /** Width of a page's column, in units of length. */
    int COLUMN = 800;

    /** Width in units of length, by default that of a page's column. */
    default int width() {
        return COLUMN;
    }

    /** Height in units of length. */
    int height();

    /** Draws from (0, 0) to (width, height) on white. */
    void draw(Canvas canvas);

    /** The alternative text: a few sentences with the important numbers. */
    String words();
}
