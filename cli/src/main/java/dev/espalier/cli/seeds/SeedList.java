package dev.espalier.cli.seeds;

import dev.espalier.cli.console.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Seeds as people write them: {@code 0-4}, {@code 3,5} or {@code 0-2,7}. */
public final class SeedList {

    /** A run needs a directory, and its place in a table. */
    private static final int MAX_SEEDS = 1000;

    private static final Pattern PART = Pattern.compile("(?<from>\\d{1,18})(-(?<to>\\d{1,18}))?");

    private SeedList() {}

    /**
     * Reads a list of seeds.
     *
     * @return in ascending order, each once
     * @throws InputException if it is none
     */
    public static List<Long> parse(String text) {
        Set<Long> seeds = new TreeSet<>();
        for (String part : text.split(",", -1)) {
            Matcher matcher = PART.matcher(part.strip());
            if (!matcher.matches()) {
                throw wrong(text, "'" + part + "' is no seed");
            }
            long from = Long.parseLong(matcher.group("from"));
            long to = matcher.group("to") == null ? from : Long.parseLong(matcher.group("to"));
            if (to < from) {
                throw wrong(text, "'" + part + "' goes down");
            }
            if (to - from >= MAX_SEEDS || seeds.size() + to - from >= MAX_SEEDS) {
                throw wrong(text, "that is more than " + MAX_SEEDS + " seeds");
            }
            for (long seed = from; seed <= to; seed++) {
                seeds.add(seed);
            }
        }
        return new ArrayList<>(seeds);
    }

    private static InputException wrong(String text, String problem) {
        return new InputException(
                "--seeds %s: %s; give whole numbers of at least 0, such as 0-4 or 1,3,5".formatted(text, problem));
    }
}
