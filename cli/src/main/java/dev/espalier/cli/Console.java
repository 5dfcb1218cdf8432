package dev.espalier.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
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
            .addModule(new SimpleModule()
                    .addSerializer(double.class, new KnownNumber())
                    .addSerializer(Double.class, new KnownNumber()))
            .build();

    /** JSON has no NaN: what is not known is null. */
    private static final class KnownNumber extends JsonSerializer<Double> {

        @Override
        public void serialize(Double value, JsonGenerator out, SerializerProvider serializers) throws IOException {
            if (Double.isFinite(value)) {
                out.writeNumber(value);
            } else {
                out.writeNull();
            }
        }
    }

    /** The streams of this process. */
    @SuppressWarnings(
            "SystemConsoleNull") // JDK 22 to 24 always have one; JDK 25 returns null without a terminal again.
    static Console ofProcess() {
        var console = System.console();
        return new Console(System.out, System.err, console != null && console.isTerminal());
    }

    /**
     * Prints one JSON document on one line; doubles have as many digits as it takes to read back the same bits, and are null
     * where they are not finite.
     */
    void json(Object document) {
        try {
            out.println(JSON.writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + document.getClass(), e);
        }
    }
}
