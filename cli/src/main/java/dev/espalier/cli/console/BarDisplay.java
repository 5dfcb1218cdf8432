package dev.espalier.cli.console;

import dev.espalier.cli.text.RootLocale;
import dev.espalier.store.ShownText;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Progress on a terminal: one bar with steps, steps per second, ETA, and as much as fits of the remark, the last return
 * and the last evaluation. The units of all layers are too long for the bar, so each evaluation prints them as a line.
 */
public final class BarDisplay implements RunDisplay {

    private static final int REDRAW_MILLIS = 500;

    /** Returns to the start of the line and clears it; the bar is redrawn below. */
    private static final String OVER_THE_BAR = "\r\033[K";

    private final PrintStream out;
    private final int width;
    private @Nullable ProgressBar bar;
    private double lastReturn = Double.NaN;
    private String evaluation = "";
    private String remark = "";
    private String units = "";

    /** @param width columns of the terminal */
    public BarDisplay(PrintStream out, int width) {
        this.out = out;
        this.width = width;
    }

    @Override
    public void onStep(Progress progress) {
        ProgressBar current = bar;
        if (current == null) {
            current = open(progress);
            bar = current;
        }
        current.stepTo(progress.step());
        units = progress.units();
        boolean news = !Double.isNaN(progress.lastReturn()) && progress.lastReturn() != lastReturn;
        if (news || !progress.remark().equals(remark)) {
            lastReturn = progress.lastReturn();
            remark = progress.remark();
            showNumbers(current);
        }
    }

    /** Starts at the step of a resumed run, so that speed and ETA count only this process's steps. */
    private ProgressBar open(Progress first) {
        return new ProgressBarBuilder()
                .setTaskName("steps")
                .setInitialMax(first.totalSteps())
                .startsFrom(first.step(), Duration.ZERO)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .setConsumer(new Line(out, width))
                .showSpeed()
                .build();
    }

    private void showNumbers(ProgressBar current) {
        String text = Double.isNaN(lastReturn) ? "" : RootLocale.format(" return %.0f", lastReturn);
        current.setExtraMessage((remark.isEmpty() ? "" : " " + remark) + text + evaluation);
    }

    @Override
    public void onEvaluation(long step, List<Double> returns) {
        double mean =
                returns.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        evaluation = RootLocale.format(" evaluation %.0f", mean);
        onMessage("evaluation at step " + step + ": " + RunDisplay.summary(returns));
        if (!units.isEmpty()) {
            onMessage("units left: " + units);
        }
        if (bar != null) {
            showNumbers(bar);
        }
    }

    @Override
    public void onMessage(String message) {
        out.println((bar == null ? "" : OVER_THE_BAR) + ShownText.of(message));
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            out.println();
        }
    }

    /** Leaves the line end to {@link #close}, as the bar omits it if closed before its first redraw. */
    private static final class Line extends ConsoleProgressBarConsumer {

        Line(PrintStream out, int width) {
            super(out, width);
        }

        @Override
        public void close() {}
    }
}
