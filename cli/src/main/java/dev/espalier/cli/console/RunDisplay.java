package dev.espalier.cli.console;

import dev.espalier.run.loop.RunListener;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Shows people what a run does. */
public interface RunDisplay extends RunListener, AutoCloseable {

    /** Columns of a terminal that does not tell. */
    int DEFAULT_WIDTH = 80;

    /** A bar on a terminal, plain lines elsewhere. */
    static RunDisplay on(Console console) {
        return console.terminal()
                ? new BarDisplay(console.raw(), terminalWidth())
                : new LineDisplay(console.out(), System::nanoTime);
    }

    /** The messages alone, for commands whose result is all that belongs on standard output. */
    static RunListener ofMessages(PrintStream err) {
        return new LineDisplay(err, System::nanoTime);
    }

    @Override
    void close();

    /**
     * Columns of the terminal. Asked here and not by the bar itself, whose terminal object resets the handlers of all
     * signals: Ctrl-C would end the run without its checkpoint.
     */
    private static int terminalWidth() {
        try (Terminal terminal =
                TerminalBuilder.builder().dumb(true).nativeSignals(false).build()) {
            return terminal.getWidth() > 0 ? terminal.getWidth() : DEFAULT_WIDTH;
        } catch (IOException _) {
            return DEFAULT_WIDTH; // A bar of the wrong length is better than no run.
        }
    }

    /** {@code mean 12.3, std 4.5 over 10 episodes}. */
    static String summary(List<Double> returns) {
        double mean =
                returns.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        double variance = returns.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .average()
                .orElse(Double.NaN);
        return String.format(
                Locale.ROOT, "mean return %.1f, std %.1f, %d episodes", mean, Math.sqrt(variance), returns.size());
    }
}
