package dev.espalier.cli.report.figure;

/**
 * A figure as it goes into files and into the page.
 *
 * @param name of its files, without {@code .svg} or {@code .png}; unique in a report
 * @param title what it is, in a few words
 * @param words what it shows, for those who do not see it
 * @param svg an SVG document without a prologue, whose ids begin with the name
 * @param png the same as pixels
 */
public record Figure(String name, String title, String words, String svg, byte[] png) {

    /** Draws a figure. */
    public static Figure of(String name, String title, Drawing drawing) {
        return new Figure(name, title, drawing.words(), Pictures.svg(name, title, drawing), Pictures.png(drawing));
    }
}
