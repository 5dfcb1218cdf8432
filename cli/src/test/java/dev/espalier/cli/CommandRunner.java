package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.espalier.cli.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Runs commands in this process and captures their output. */
final class CommandRunner {

    /** The result of one command. */
    record Outcome(int code, String out, String err) {

        /** The one JSON document on one line that is all the output. */
        JsonNode json() throws IOException {
            assertThat(out.strip()).as("one document on one line").doesNotContain("\n");
            return new ObjectMapper().readTree(out);
        }
    }

    private final Runs runs;

    CommandRunner(Runs runs) {
        this.runs = runs;
    }

    Outcome run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        int code = Espalier.commandLine(console, runs).execute(arguments);
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
