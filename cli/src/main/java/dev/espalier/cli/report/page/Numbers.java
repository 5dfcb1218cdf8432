package dev.espalier.cli.report.page;

import dev.espalier.cli.report.statistics.Interval;
import java.util.Locale;

/** Numbers as the page writes them. */
final class Numbers {

    /** What stands where there is no number. */
    static final String NONE = "\u2013";

    private Numbers() {}

    /** {@code 1 000 000}, with blanks that no line breaks at. */
    static String whole(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', '\u00A0');
    }

    /** A return. */
    static String score(double value) {
        return Math.abs(value) < 100 ? String.format(Locale.ROOT, "%.1f", value) : whole(Math.round(value));
    }

    /** A return; an asterisk marks one that evaluations with lost episodes are part of. */
    static String score(double value, int lostEpisodes) {
        return score(value) + (lostEpisodes > 0 ? "*" : "");
    }

    static String interval(Interval interval) {
        return score(interval.low()) + " to " + score(interval.high());
    }

    static String percent(double ratio) {
        return String.format(Locale.ROOT, ratio < 0.0995 ? "%.1f\u00A0%%" : "%.0f\u00A0%%", 100 * ratio);
    }

    /** Thousands of parameters. */
    static String thousands(double parameters) {
        return String.format(Locale.ROOT, parameters < 99_950 ? "%.1f" : "%.0f", parameters / 1000);
    }
}
