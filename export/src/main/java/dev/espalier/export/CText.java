package dev.espalier.export;

import java.util.Locale;
import java.util.function.IntFunction;

/** The text of a C file. {@code $p} stands for the prefix of all names, {@code $P} for the same in capital letters. */
final class CText {

    private static final int NUMBERS_A_LINE = 8;

    private final StringBuilder text = new StringBuilder();
    private final String prefix;

    CText(String prefix) {
        this.prefix = prefix;
    }

    /**
     * Adds text.
     *
     * @param format format of {@link String#format} if there are values; else literal text
     */
    void add(String format, Object... values) {
        String named = format.replace("$p", prefix).replace("$P", prefix.toUpperCase(Locale.ROOT));
        text.append(values.length == 0 ? named : String.format(Locale.ROOT, named, values));
    }

    /** Adds an array of constants with a prefixed name; it must not be empty, as in C. */
    void constants(String name, float[] values) {
        constants("float", name, NUMBERS_A_LINE, values.length, i -> number(values[i]));
    }

    /**
     * Adds an array of constants of any type.
     *
     * @param type the type in C
     * @param size entries, at least 1
     * @param value the literal of an entry
     */
    void constants(String type, String name, int entriesALine, int size, IntFunction<String> value) {
        add("\nstatic const %s $p_%s[%d] = {\n", type, name, size);
        for (int i = 0; i < size; i += entriesALine) {
            text.append("   ");
            for (int k = i; k < Math.min(size, i + entriesALine); k++) {
                text.append(' ').append(value.apply(k)).append(',');
            }
            text.append('\n');
        }
        text.append("};\n");
    }

    /** The shortest literal that a compiler reads as the same bits. */
    static String number(float value) {
        return value + "f";
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
