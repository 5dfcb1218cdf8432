package dev.espalier.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ConsoleTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream raw = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final Console console = new Console(new Console.ShownStream(raw), new Console.ShownStream(raw), false);

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Names come from files, whichever way they are printed. */
    @Test
    void nothingThatCommandsATerminalIsPrinted() {
        console.out().println("a\u001b[2Jb");
        console.out().printf(Locale.ROOT, "%s %d%n", "c\u202ed", 5);
        console.err().print("é\u0085");

        assertThat(printed()).isEqualTo("a\uFFFD[2Jb\nc\uFFFDd 5\né\uFFFD");
        assertThat(console.raw()).isSameAs(raw);
    }

    @Test
    void jsonKeepsItAsAnEscape() {
        console.json(List.of("a\u001b\u202eb"));

        assertThat(printed()).isEqualToIgnoringCase("[\"a\\u001b\\u202eb\"]\n");
    }
}
