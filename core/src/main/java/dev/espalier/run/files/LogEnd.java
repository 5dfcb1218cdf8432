package dev.espalier.run.files;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.store.JsonFields;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The end of a file that a run appends to.
 *
 * @param step step of its last line; null if it has none
 * @param lines number of lines; null in checkpoints of earlier versions
 */
public record LogEnd(@Nullable Long step, @Nullable Long lines) {

    private static final String STEPS = "last_log_steps";
    private static final String LINES = "log_lines";

    /** Adds the ends of files, by file name, to the state of a checkpoint. */
    public static void save(SequencedMap<String, LogEnd> ends, ObjectNode state) {
        ObjectNode steps = state.putObject(STEPS);
        ObjectNode lines = state.putObject(LINES);
        ends.forEach((name, end) -> {
            steps.put(name, end.step());
            lines.put(name, end.lines());
        });
    }

    /** Reads what {@link #save} wrote; empty for checkpoints of earlier versions. */
    public static SequencedMap<String, LogEnd> load(JsonFields state) {
        SequencedMap<String, LogEnd> ends = new LinkedHashMap<>();
        if (state.has(STEPS)) {
            JsonFields steps = state.object(STEPS);
            JsonFields lines = state.has(LINES) ? state.object(LINES) : null;
            steps.node().properties().forEach(entry -> {
                String name = entry.getKey();
                Long step = entry.getValue().isNull() ? null : (Long) steps.whole(name);
                ends.put(name, new LogEnd(step, lines == null ? null : (Long) lines.whole(name)));
            });
        }
        return ends;
    }
}
