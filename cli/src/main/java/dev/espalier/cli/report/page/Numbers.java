package dev.espalier.cli.report.page;

import dev.espalier.cli.report.statistics.Interval;
import dev.espalier.cli.text.RootLocale;
import dev.espalier.cli.text.Thousands;
import java.util.Locale;

/** Formats numbers for the page. */
final class Numbers {

    /** Shown if there is no number. */
    static final String NONE = "\u2013";

    private Numbers() {}

    /** {@code 1 000 000}, with non-breaking spaces. */
    static String whole(long number) {
        return Thousands.of(number);
    }

    static String score(double value) {
        return Math.abs(value) < 100 ? RootLocale.format("%.1f", value) : whole(Math.round(value));
    }

    /** A return; an asterisk marks one that includes evaluations with lost episodes. */
    static String score(double value, int lostEpisodes) {
        return score(value) + (lostEpisodes > 0 ? "*" : "");
    }

    static String interval(Interval interval) {
        return score(interval.low()) + " to " + score(interval.high());
    }

    static String percent(double ratio) {
        return String.format(Locale.ROOT, ratio < 0.0995 ? "%.1f\u00A0%%" : "%.0f\u00A0%%", 100 * ratio);
    }

    static String thousands(double parameters) {
        return String.format(Locale.ROOT, parameters < 99_950 ? "%.1f" : "%.0f", parameters / 1000);
    }
}
