package dev.espalier.cli.report.html;

import dev.espalier.store.ShownText;

/** Text, escaped when written. */
public record Text(String value) implements Node {

    @Override
    public void appendTo(StringBuilder page) {
        escape(value, page);
    }

    /** Escapes a text for content and for double-quoted attributes. */
    static void escape(String raw, StringBuilder page) {
        // XML cannot represent control characters.
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
