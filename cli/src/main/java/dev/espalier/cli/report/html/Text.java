package dev.espalier.cli.report.html;

import dev.espalier.store.ShownText;

/**
 * Words, escaped when they are written.
 *
 * @param value any text
 */
public record Text(String value) implements Node {

    @Override
    public void appendTo(StringBuilder page) {
        escape(value, page);
    }

    /** Writes a text so that it reads as itself, between tags and between double quotes. */
    static void escape(String raw, StringBuilder page) {
        // Neither has XML a way to write control characters at all.
        String text = ShownText.of(raw);
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            switch (letter) {
                case '&' -> page.append("&amp;");
                case '<' -> page.append("&lt;");
                case '>' -> page.append("&gt;");
                case '"' -> page.append("&quot;");
                default -> page.append(letter);
            }
        }
    }
}
