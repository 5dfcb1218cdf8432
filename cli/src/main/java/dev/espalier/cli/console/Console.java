package dev.espalier.cli.console;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.google.errorprone.annotations.FormatMethod;
import dev.espalier.store.ShownText;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The output streams of commands.
 *
 * @param out results
 * @param err errors, and messages for people while {@code out} is JSON
 * @param terminal whether {@code out} is a terminal that can redraw a line
 */
public record Console(PrintStream out, PrintStream err, boolean terminal) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .addModule(new SimpleModule()
                    .addSerializer(double.class, new KnownNumber())
                    .addSerializer(Double.class, new KnownNumber()))
            .build();

    /** Writes non-finite numbers as null, as JSON has no NaN. */
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

    /** Replaces control characters, as printed texts may contain names from files. */
    public static final class ShownStream extends PrintStream {

        private final PrintStream raw;

        ShownStream(PrintStream raw) {
            super(raw, true, raw.charset());
            this.raw = raw;
        }

        @Override
        public void print(@Nullable String text) {
            super.print(ShownText.of(String.valueOf(text)));
        }
    }

    /** The stream for displays that send control sequences to the terminal. */
    public PrintStream raw() {
        return out instanceof ShownStream shown ? shown.raw : out;
    }

    /** The streams of this process. */
    @SuppressWarnings(
            "SystemConsoleNull") // JDK 22 to 24 always return one; JDK 25 returns null without a terminal again.
    public static Console ofProcess() {
        var console = System.console();
        return new Console(
                new ShownStream(System.out), new ShownStream(System.err), console != null && console.isTerminal());
    }

    /** Prints a message for people. */
    public void tell(String message) {
        err.println(message);
    }

    /** Prints results in the locale {@link Locale#ROOT}. */
    @FormatMethod
    public void print(String format, Object... values) {
        out.printf(Locale.ROOT, format, values);
    }

    /** Prints a JSON document on one line. Finite doubles are exact; others are null. */
    public void json(Object document) {
        try {
            out.println(ShownText.ofJson(JSON.writeValueAsString(document)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + document.getClass(), e);
        }
    }
}
