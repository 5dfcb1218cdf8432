package dev.espalier.run.files;

import java.util.regex.Pattern;

/** Quotes a file name for a shell command in a message, so that the command can be copied whatever the name holds. */
public final class ShellWord {

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_./:=@%+,][\\p{L}\\p{N}_./:=@%+,-]*");

    private ShellWord() {}

    /** The name, in quotes if it has special characters, and with {@code ./} before it if it looks like an option. */
    public static String of(Object path) {
        String text = path.toString();
        String word = text.startsWith("-") ? "./" + text : text;
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
