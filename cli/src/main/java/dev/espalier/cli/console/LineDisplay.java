package dev.espalier.cli.console;

import dev.espalier.cli.text.RootLocale;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Progress for a log file or a pipe: a line every ten seconds, at every evaluation and at the end. Speed and ETA are
 * for the last ten seconds, as random steps are much faster than later ones; the last line has the overall speed.
 */
public final class LineDisplay implements RunDisplay {

    private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

    private final PrintStream out;
    private final LongSupplier clock;
    private @Nullable Mark first;
    private @Nullable Mark last;

    /** @param clock nanoseconds from any origin */
    public LineDisplay(PrintStream out, LongSupplier clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void onStep(Progress progress) {
        var now = new Mark(progress.step(), clock.getAsLong());
        if (first == null || last == null) {
            first = now;
            last = now;
        }
        if (progress.step() >= progress.totalSteps()) {
            out.println(line(progress, first.speedUntil(now)));
        } else if (now.nanos - last.nanos >= INTERVAL_NANOS) {
            out.println(line(progress, last.speedUntil(now)));
            last = now;
        }
    }

    /** A step and its time. */
    private record Mark(long step, long nanos) {

        /** Steps per second from this mark to a later one. */
        double speedUntil(Mark later) {
            return later.nanos > nanos ? (later.step - step) / ((later.nanos - nanos) / 1e9) : 0;
        }
    }

    private static String line(Progress progress, double speed) {
        String eta = speed > 0 ? clockTime((long) ((progress.totalSteps() - progress.step()) / speed)) : "unknown";
        String lastReturn = Double.isNaN(progress.lastReturn())
                ? ""
                : RootLocale.format(", last return %.1f", progress.lastReturn());
        String remark = progress.remark().isEmpty() ? "" : ", " + progress.remark();
        String units = progress.units().isEmpty() ? "" : ", units " + progress.units();
        return RootLocale.format(
                "step %d of %d (%.1f %%), %.0f steps/s, ETA %s%s%s%s",
                progress.step(),
                progress.totalSteps(),
                100.0 * progress.step() / progress.totalSteps(),
                speed,
                eta,
                lastReturn,
                remark,
                units);
    }

    private static String clockTime(long seconds) {
        return RootLocale.format("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
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
