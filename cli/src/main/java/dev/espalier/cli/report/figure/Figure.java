package dev.espalier.cli.report.figure;

/**
 * A figure for files and for the page.
 *
 * @param name name of its files without ending; unique in a report
 * @param svg an SVG document without a prologue, whose ids begin with the name
 */
public record Figure(String name, String title, String words, String svg, byte[] png) {

    public static Figure of(String name, String title, Drawing drawing) {
        return new Figure(name, title, drawing.words(), Pictures.svg(name, title, drawing), Pictures.png(drawing));
    }
}
