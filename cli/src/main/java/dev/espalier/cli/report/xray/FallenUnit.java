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
 * A unit that pruning removed, as {@code prune_events.jsonl} tells.
 *
 * @param step when
 * @param layer its layer
 * @param position its place in the layer before anything was pruned
 * @param usefulness what its gate did to the loss, relative to it; below 0 where the unit lowered the loss
 * @param cost what the regulariser set against it, on the same scale
 */
public record FallenUnit(long step, UnitLayer layer, int position, double usefulness, double cost) {

    private static final String UNITS = "units";

    /** Whether it was worth less than it cost, which is what presses theta down. */
    public boolean costMoreThanItGave() {
        return usefulness + cost > 0;
    }

    /**
     * Reads the events of removal. Others, of units that were kept or opened, are passed over.
     *
     * @return null if the file is not there: then it is not known what was removed
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
