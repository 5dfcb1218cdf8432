package dev.espalier.cli.report.page;

import dev.espalier.cli.report.figure.Figure;
import dev.espalier.cli.report.xray.Xray;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one task.
 *
 * @param scores score against deployed parameters; null if no run is finished and of known size
 * @param sizes parameters of every network; null if unknown
 * @param units units left in the extractors; null if no run prunes any
 */
public record TaskFigures(
        Figure curves,
        @Nullable Figure scores,
        @Nullable Figure sizes,
        @Nullable Figure units,
        List<Xray> xrays) {

    public TaskFigures {
        xrays = List.copyOf(xrays);
    }

    /** All figures, in the order of the page. */
    public List<Figure> all() {
        List<Figure> all = new ArrayList<>();
        all.add(curves);
        if (scores != null) {
            all.add(scores);
        }
        if (sizes != null) {
            all.add(sizes);
        }
        if (units != null) {
            all.add(units);
        }
        xrays.forEach(xray -> all.addAll(xray.figures()));
        return all;
    }
}
