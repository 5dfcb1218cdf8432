package dev.espalier.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/** Events, one JSON object per line, each with its step. */
public final class JsonLinesLog extends LineLog {

    private static final String STEP = "step";

    /**
     * Opens a file after a step; later events and an incomplete last line are dropped.
     *
     * @param step the last step to keep; -1 for none
     * @throws StoreException if the file is damaged or cannot be written
     */
    public JsonLinesLog(Path file, long step) {
        super(file, completeLines(file), 0, JsonLinesLog::step, step);
    }

    private static long step(Path file, int number, String line) {
        try {
            JsonNode step = new ObjectMapper().readTree(line).path(STEP);
            if (step.isIntegralNumber() && step.canConvertToLong() && step.longValue() >= 0) {
                return step.longValue();
            }
            throw new StoreException("%s, line %s, has no %s: %s. Correct or remove the line, then resume."
                    .formatted(file, number, STEP, line));
        } catch (JsonProcessingException e) {
            throw new StoreException(
                    "%s, line %s, is not JSON: %s. Correct or remove the line, then resume."
                            .formatted(file, number, line),
                    e);
        }
    }

    /**
     * Appends an event.
     *
     * @param event fields of the event; the step is added as the first field
     * @throws StoreException if it cannot be written
     */
    public void append(long step, ObjectNode event) {
        ObjectNode line = event.objectNode().put(STEP, step);
        line.setAll(event);
        append(step, line.toString());
    }
}
