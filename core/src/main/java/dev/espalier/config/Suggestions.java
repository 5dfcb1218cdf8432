package dev.espalier.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Suggests the closest known name for an unknown one. */
final class Suggestions {

    private Suggestions() {}

    /** The end of a message about an unknown name: the name, the closest known one and all known ones. */
    static String unknown(String name, Collection<String> known) {
        String guess = closest(name, known)
                .map("; did you mean '%s'? Known: "::formatted)
                .orElse("; known: ");
        return "'%s', which does not exist%s%s".formatted(name, guess, String.join(", ", known));
    }

    /** The closest known name, if it is close enough to be a typo. For a dotted key, its last part is compared, too. */
    static Optional<String> closest(String name, Collection<String> known) {
        String wanted = name.toLowerCase(Locale.ROOT);
        int slips = Math.max(2, wanted.length() / 3);
        return known.stream()
                .filter(candidate -> distance(wanted, candidate) <= slips)
                .min(Comparator.comparingInt(candidate -> distance(wanted, candidate)));
    }

    private static int distance(String wanted, String candidate) {
        String lower = candidate.toLowerCase(Locale.ROOT);
        String lastPart = lower.substring(lower.lastIndexOf('.') + 1);
        return Math.min(levenshtein(wanted, lower), levenshtein(wanted, lastPart));
    }

    /** The Levenshtein distance: the minimum number of insertions, deletions and replacements of letters. */
    private static int levenshtein(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
