package dev.espalier.store;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text that comes from files, made fit to be shown. Some characters show nothing and command instead: a terminal to clear itself, a line to
 * end where none should, the letters that follow to run from right to left, so that a name reads as another. They are control characters,
 * ends of lines and paragraphs of Unicode, and its format characters but for the two that join and part letters of a word.
 */
public final class ShownText {

    private static final Pattern COMMANDS =
            Pattern.compile("\\r(?!\\n)|[\\p{Cc}&&[^\\t\\n\\r]]|[\\p{Cf}&&[^\\u200C\\u200D]]|[\\p{Zl}\\p{Zp}\\p{Cs}]");

    private ShownText() {}

    /** The same text with the sign for what cannot be shown, U+FFFD, for each such character; tabs and ends of lines stay. */
    public static String of(String text) {
        return COMMANDS.matcher(text).replaceAll("\uFFFD");
    }

    /** The same JSON document, with each such character as an escape. Documents have them in strings alone. */
    public static String ofJson(String json) {
        return COMMANDS.matcher(json)
                .replaceAll(match -> match.group()
                        .chars()
                        .mapToObj(unit -> String.format(Locale.ROOT, "\\\\u%04x", unit))
                        .collect(Collectors.joining()));
    }
}
