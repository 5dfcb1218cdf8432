package dev.espalier.cli.report.xray;

import dev.espalier.cli.report.runs.RecordedJson;
import dev.espalier.cli.report.runs.ReportException;
import dev.espalier.prune.UnitLayer;
import dev.espalier.store.JsonFields;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A removed unit, from {@code prune_events.jsonl}.
 *
 * @param position its index in the layer before pruning
 * @param usefulness effect of its gate on the loss, relative to the loss; below 0 if the unit lowered it
 * @param cost cost in the regulariser, on the same scale
 */
public record FallenUnit(long step, UnitLayer layer, int position, double usefulness, double cost) {

    private static final String UNITS = "units";

    /** Whether it cost more than it gave, which pushes theta down. */
    public boolean costMoreThanItGave() {
        return usefulness + cost > 0;
    }

    /**
     * Reads the removed units; other events are ignored.
     *
     * @return null if the file does not exist, so that the removals are unknown
     * @throws ReportException if the file is damaged
     */
    static @Nullable List<FallenUnit> read(Path file) {
        if (!Files.exists(file)) {
            return null;
        }
        List<FallenUnit> fallen = new ArrayList<>();
        for (JsonFields event : RecordedJson.lines(file)) {
            if (event.text("event").equals("removed")) {
                var layer = new UnitLayer(event.text("network"), (int) event.whole("layer"));
                int[] units = event.places(UNITS);
                double[] usefulness = event.numbers("usefulness");
                if (units.length != usefulness.length) {
                    throw event.wrong("usefulness", "a list as long as that of the units");
                }
                for (int i = 0; i < units.length; i++) {
                    fallen.add(
                            new FallenUnit(event.whole("step"), layer, units[i], usefulness[i], event.number("cost")));
                }
            }
        }
        return List.copyOf(fallen);
    }
}
