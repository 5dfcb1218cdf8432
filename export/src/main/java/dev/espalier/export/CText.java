package dev.espalier.export;

import java.util.Locale;

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
        add("\nstatic const float $p_%s[%d] = {\n", name, values.length);
        for (int i = 0; i < values.length; i += NUMBERS_A_LINE) {
            text.append("   ");
            for (int k = i; k < Math.min(values.length, i + NUMBERS_A_LINE); k++) {
                text.append(' ').append(number(values[k])).append(',');
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
