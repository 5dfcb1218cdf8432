package dev.espalier.store;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Replaces characters in texts from files that must not reach a display. Control characters can change a terminal, line
 * and paragraph separators can start a new line, and format characters can reverse the order of letters, so that a name
 * looks like another. The format characters that join or separate letters are allowed.
 */
public final class ShownText {

    private static final Pattern COMMANDS =
            Pattern.compile("\\r(?!\\n)|[\\p{Cc}&&[^\\t\\n\\r]]|[\\p{Cf}&&[^\\u200C\\u200D]]|[\\p{Zl}\\p{Zp}\\p{Cs}]");

    private ShownText() {}

    /** Replaces each such character by U+FFFD; tabs and line ends stay. */
    public static String of(String text) {
        return COMMANDS.matcher(text).replaceAll("\uFFFD");
    }

    /** Replaces each such character by a JSON escape. In a JSON document they occur only in strings. */
    public static String ofJson(String json) {
        return COMMANDS.matcher(json)
                .replaceAll(match -> match.group()
                        .chars()
                        .mapToObj(unit -> String.format(Locale.ROOT, "\\\\u%04x", unit))
                        .collect(Collectors.joining()));
    }
}
