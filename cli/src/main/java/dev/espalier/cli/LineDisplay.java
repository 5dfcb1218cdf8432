package dev.espalier.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Progress for a log file or a pipe: a plain line every ten seconds, at every evaluation and at the end. */
final class LineDisplay implements RunDisplay {

    private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

    private final PrintStream out;
    private final LongSupplier clock;
    private long firstStep = -1;
    private long firstNanos;
    private long lastNanos;

    /** @param clock nanoseconds from any origin */
    LineDisplay(PrintStream out, LongSupplier clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void onStep(Progress progress) {
        long now = clock.getAsLong();
        if (firstStep < 0) {
            firstStep = progress.step();
            firstNanos = now;
            lastNanos = now;
        }
        if (now - lastNanos >= INTERVAL_NANOS || progress.step() >= progress.totalSteps()) {
            lastNanos = now;
            out.println(line(progress, now));
        }
    }

    private String line(Progress progress, long now) {
        double seconds = (now - firstNanos) / 1e9;
        double rate = seconds > 0 ? (progress.step() - firstStep) / seconds : 0;
        String eta = rate > 0 ? clockTime((long) ((progress.totalSteps() - progress.step()) / rate)) : "unknown";
        String lastReturn = Double.isNaN(progress.lastReturn())
                ? ""
                : String.format(Locale.ROOT, ", last return %.1f", progress.lastReturn());
        return String.format(
                Locale.ROOT,
                "step %d of %d (%.1f %%), %.0f steps/s, ETA %s%s",
                progress.step(),
                progress.totalSteps(),
                100.0 * progress.step() / progress.totalSteps(),
                rate,
                eta,
                lastReturn);
    }

    private static String clockTime(long seconds) {
        return String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    @Override
    public void onEvaluation(long step, List<Double> returns) {
        out.println("evaluation at step " + step + ": " + RunDisplay.summary(returns));
    }

    @Override
    public void onMessage(String message) {
        out.println(message);
    }

    @Override
    public void close() {
        out.flush();
    }
}
