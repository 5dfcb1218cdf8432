package dev.espalier.cli.text;

import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.util.Locale;

/** Numbers with a non-breaking space between thousands, as in {@code 1 000 000}, the same in pages, pictures and cards. */
public final class Thousands {

    private static final char SEPARATOR = '\u00A0';

    private Thousands() {}

    public static String of(long number) {
        return RootLocale.format("%,d", number).replace(',', SEPARATOR);
    }

    /** {@code 6 534.2} with one digit after the point. */
    public static String of(double number, int digits) {
        NumberFormat format = format(digits);
        format.setMinimumFractionDigits(digits);
        return format.format(number);
    }

    /** A format with at most so many digits after the point, for axes. */
    public static NumberFormat format(int digits) {
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
        symbols.setGroupingSeparator(SEPARATOR);
        var format = new DecimalFormat("#,##0", symbols);
        format.setRoundingMode(RoundingMode.HALF_UP);
        format.setMaximumFractionDigits(digits);
        return format;
    }
}
