package dev.espalier.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintStream;

/**
 * Where commands write.
 *
 * @param out results
 * @param err errors, and everything meant for people when {@code out} carries JSON
 * @param terminal whether {@code out} is a terminal that can redraw a line
 */
record Console(PrintStream out, PrintStream err, boolean terminal) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /** The streams of this process. */
    @SuppressWarnings(
            "SystemConsoleNull") // JDK 22 to 24 always have one; JDK 25 returns null without a terminal again.
    static Console ofProcess() {
        var console = System.console();
        return new Console(System.out, System.err, console != null && console.isTerminal());
    }

    /** Prints one JSON document on one line; doubles have as many digits as it takes to read back the same bits. */
    void json(Object document) {
        try {
            out.println(JSON.writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + document.getClass(), e);
        }
    }
}
