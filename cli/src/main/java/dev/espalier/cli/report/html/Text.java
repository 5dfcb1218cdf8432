package dev.espalier.cli.report.html;

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
    static void escape(String text, StringBuilder page) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            switch (letter) {
                case '&' -> page.append("&amp;");
                case '<' -> page.append("&lt;");
                case '>' -> page.append("&gt;");
                case '"' -> page.append("&quot;");
                default -> page.append(letter < ' ' && letter != '\n' && letter != '\t' ? '\uFFFD' : letter);
            }
        }
    }
}
