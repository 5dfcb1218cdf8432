package dev.espalier.cli.report.xray;

import java.util.ArrayList;
import java.util.List;

/** Fewer of many, where a drawing has no room for all. */
final class Samples {

    private static final int LINE = 250;

    private Samples() {}

    /** As many as a line of a figure can show. */
    static <T> List<T> ofLine(List<T> all) {
        return evenly(all, LINE);
    }

    /** At most so many of a list, at even distances, with the first and the last. */
    static <T> List<T> evenly(List<T> all, int most) {
        if (all.size() <= most) {
            return all;
        }
        List<T> some = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            some.add(all.get((int) Math.round((double) i * (all.size() - 1) / (most - 1))));
        }
        return some;
    }
}
