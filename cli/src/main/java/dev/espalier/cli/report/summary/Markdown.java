package dev.espalier.cli.report.summary;

import dev.espalier.store.ShownText;

/** Escapes text from files for Markdown. */
public final class Markdown {

    private Markdown() {}

    /** Escapes all markup, HTML included, and joins lines to one. */
    public static String text(String text) {
        // All line ends, including Unicode's, and control characters.
        return ShownText.of(text.replaceAll("[\\s\\p{Z}\\p{Cc}]+", " ")).replaceAll("[\\\\|`*_<>\\[\\]&~$]", "\\\\$0");
    }
}
