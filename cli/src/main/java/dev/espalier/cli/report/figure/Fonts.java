package dev.espalier.cli.report.figure;

import dev.espalier.cli.report.runs.ReportException;
import java.awt.Font;
import java.awt.font.FontRenderContext;

/** Text in pictures: whatever sans-serif face the system has, under Java's logical name for it. */
public final class Fonts {

    private Fonts() {}

    public static Font plain(int size) {
        return new Font(Font.SANS_SERIF, Font.PLAIN, size);
    }

    public static Font bold(int size) {
        return new Font(Font.SANS_SERIF, Font.BOLD, size);
    }

    /** Units of length that a text of a usual size, 12, takes from left to right. */
    static double width(String words) {
        return plain(12)
                .getStringBounds(words, new FontRenderContext(null, true, true))
                .getWidth();
    }

    /**
     * Makes sure that text can be drawn. Slim containers often come without fonts or without fontconfig, the library
     * that knows where they are; Java then fails with errors that name neither.
     *
     * @throws ReportException if there is no usable font
     */
    public static void require() {
        try {
            plain(12).getStringBounds("0", new FontRenderContext(null, true, true));
        } catch (RuntimeException | Error e) {
            // Java has no type of its own for this: what it throws differs with what is missing.
            throw new ReportException(
                    "pictures need fonts, and Java finds none on this system; install fontconfig and a font, for example"
                            + " with: apt install fontconfig fonts-dejavu-core (" + e.getMessage() + ")",
                    e);
        }
    }
}
