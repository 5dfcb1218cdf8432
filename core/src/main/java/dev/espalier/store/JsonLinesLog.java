package dev.espalier.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Events, one JSON object per line, each with its step. A resumed run first drops the events of later steps. */
public final class JsonLinesLog implements AutoCloseable {

    private static final String STEP = "step";

    private final LineLog lines;
    private @Nullable Long lastStep;

    private JsonLinesLog(LineLog lines, @Nullable Long lastStep) {
        this.lines = lines;
        this.lastStep = lastStep;
    }

    /**
     * Starts a new file.
     *
     * @throws StoreException if the file exists or cannot be written
     */
    public static JsonLinesLog create(Path file) {
        return new JsonLinesLog(LineLog.create(file), null);
    }

    /**
     * Continues a file after a step; later events and an incomplete last line are dropped.
     *
     * @param step the last step to keep
     * @throws StoreException if the file is damaged or cannot be written
     */
    public static JsonLinesLog resume(Path file, long step) {
        List<String> kept = new ArrayList<>();
        Long lastStep = null;
        List<String> present = LineLog.completeLines(file);
        for (int i = 0; i < present.size(); i++) {
            long stepOfLine = step(file, i + 1, present.get(i));
            if (stepOfLine <= step) {
                kept.add(present.get(i));
                lastStep = stepOfLine;
            }
        }
        return new JsonLinesLog(LineLog.resume(file, kept), lastStep);
    }

    private static long step(Path file, int number, String line) {
        try {
            JsonNode step = new ObjectMapper().readTree(line).path(STEP);
            if (step.isIntegralNumber() && step.canConvertToLong() && step.longValue() >= 0) {
                return step.longValue();
            }
            throw new StoreException(String.format(
                    Locale.ROOT,
                    "%s, line %d, has no %s: %s. Correct or remove the line, then resume.",
                    file,
                    number,
                    STEP,
                    line));
        } catch (JsonProcessingException e) {
            throw new StoreException(
                    String.format(
                            Locale.ROOT,
                            "%s, line %d, is not JSON: %s. Correct or remove the line, then resume.",
                            file,
                            number,
                            line),
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
        lines.append(line.toString());
        lastStep = step;
    }

    public long size() {
        return lines.size();
    }

    /** Forces all events to the disk. */
    public void sync() {
        lines.sync();
    }

    /** The step of the last event; null if there is none. */
    public @Nullable Long lastStep() {
        return lastStep;
    }

    @Override
    public void close() {
        lines.close();
    }
}
