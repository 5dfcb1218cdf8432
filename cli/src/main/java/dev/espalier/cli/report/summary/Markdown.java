package dev.espalier.cli.report.summary;

import dev.espalier.store.ShownText;

/** Names and words that come from files, in Markdown. */
public final class Markdown {

    private Markdown() {}

    /** Text that is shown as it is: nothing in it is markup, HTML included, and it stays on one line. */
    public static String text(String text) {
        // All ends of a line, those of Unicode too, and control characters.
        return ShownText.of(text.replaceAll("[\\s\\p{Z}\\p{Cc}]+", " ")).replaceAll("[\\\\|`*_<>\\[\\]&~$]", "\\\\$0");
    }
}
