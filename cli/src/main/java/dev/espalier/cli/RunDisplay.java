package dev.espalier.cli;

import dev.espalier.run.RunListener;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Shows people what a run does. */
interface RunDisplay extends RunListener, AutoCloseable {

    /** A bar on a terminal, plain lines elsewhere. */
    static RunDisplay on(Console console) {
        return console.terminal() ? new BarDisplay(console.out()) : new LineDisplay(console.out(), System::nanoTime);
    }

    /** The messages alone, for commands whose result is all that belongs on standard output. */
    static RunListener ofMessages(PrintStream err) {
        return new LineDisplay(err, System::nanoTime);
    }

    @Override
    void close();

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
