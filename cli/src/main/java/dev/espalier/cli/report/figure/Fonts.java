package dev.espalier.cli.report.figure;

import dev.espalier.cli.report.runs.ReportException;
import java.awt.Font;
import java.awt.font.FontRenderContext;

/** Fonts for figures: the system's sans-serif font, by Java's logical name. */
public final class Fonts {

    private Fonts() {}

    public static Font plain(int size) {
        return new Font(Font.SANS_SERIF, Font.PLAIN, size);
    }

    public static Font bold(int size) {
        return new Font(Font.SANS_SERIF, Font.BOLD, size);
    }

    /** Width of a text at the normal size, 12, in units of length. */
    static double width(String words) {
        return plain(12)
                .getStringBounds(words, new FontRenderContext(null, true, true))
                .getWidth();
    }

    /**
     * Prepares drawing, and checks that text can be drawn. Java's errors do not say that fonts or fontconfig are
     * missing, as in containers.
     *
     * @throws ReportException if there is no usable font
     */
    public static void require() {
        // Otherwise Java on a desktop would connect to the display, which can fail.
        System.setProperty("java.awt.headless", "true");
        try {
            plain(12).getStringBounds("0", new FontRenderContext(null, true, true));
        } catch (RuntimeException | Error e) {
            // Java throws various types, depending on what is missing.
            throw new ReportException(
                    "pictures need fonts, and Java finds none on this system; install fontconfig and a font, for example"
                            + " with: apt install fontconfig fonts-dejavu-core (" + e.getMessage() + ")",
                    e);
        }
    }
}
