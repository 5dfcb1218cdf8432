package dev.espalier.cli.report.xray;

import java.util.ArrayList;
import java.util.List;

/** Samples of long lists, for drawings without room for all items. */
final class Samples {

    private static final int LINE = 250;

    private Samples() {}

    /** As many samples as a line of a figure can show. */
    static <T> List<T> ofLine(List<T> all) {
        return evenly(all, LINE);
    }

    /** At most {@code most} evenly spaced samples, including the first and the last. */
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
