package dev.espalier.run.files;

import java.util.regex.Pattern;

/** A text as one word of a command that a message shows, so that it can be copied to a shell whatever the text has in it. */
public final class ShellWord {

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_./:=@%+,][\\p{L}\\p{N}_./:=@%+,-]*");

    private ShellWord() {}

    /**
     * The name of a file or folder, in quotes where a shell would otherwise see more than letters in it. One that would be read as
     * an option begins with {@code ./}.
     */
    public static String of(Object path) {
        String text = path.toString();
        String word = text.startsWith("-") ? "./" + text : text;
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
