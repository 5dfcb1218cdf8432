package dev.espalier.cli.text;

import com.google.errorprone.annotations.FormatMethod;
import java.util.Locale;

/** Formats texts in the locale {@link Locale#ROOT}, so that they do not depend on that of the process. */
public final class RootLocale {

    private RootLocale() {}

    @FormatMethod
    public static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
