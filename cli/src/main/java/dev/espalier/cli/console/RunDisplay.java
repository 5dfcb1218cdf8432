package dev.espalier.cli.console;

import dev.espalier.cli.text.RootLocale;
import dev.espalier.run.loop.RunListener;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Shows the progress of a run. */
public interface RunDisplay extends RunListener, AutoCloseable {

    /** Columns if the terminal does not report them. */
    int DEFAULT_WIDTH = 80;

    /** A bar on a terminal, plain lines elsewhere. */
    static RunDisplay on(Console console) {
        return console.terminal()
                ? new BarDisplay(console.raw(), terminalWidth())
                : new LineDisplay(console.out(), System::nanoTime);
    }

    /** Only messages, for commands that print only their result to standard output. */
    static RunListener ofMessages(PrintStream err) {
        return new LineDisplay(err, System::nanoTime);
    }

    @Override
    void close();

    /**
     * Columns of the terminal. The progress bar must not ask, as its terminal object resets all signal handlers, and
     * Ctrl-C would then end the run without a checkpoint.
     */
    private static int terminalWidth() {
        try (Terminal terminal =
                TerminalBuilder.builder().dumb(true).nativeSignals(false).build()) {
            return terminal.getWidth() > 0 ? terminal.getWidth() : DEFAULT_WIDTH;
        } catch (IOException _) {
            return DEFAULT_WIDTH; // A wrong width is better than a failed run.
        }
    }

    /** {@code mean return 12.3, std 4.5, 10 episodes}. */
    static String summary(List<Double> returns) {
        double mean =
                returns.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        double variance = returns.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .average()
                .orElse(Double.NaN);
        return RootLocale.format("mean return %.1f, std %.1f, %d episodes", mean, Math.sqrt(variance), returns.size());
    }
}
