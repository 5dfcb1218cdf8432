package dev.espalier.cli;

import dev.espalier.cli.console.ExitCode;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jline.utils.Signals;

/**
 * Turns Ctrl-C, SIGTERM and the end of the terminal (SIGHUP) into a wish to stop, which the training loop fulfils once its
 * checkpoint is written. A second signal ends the process at once; the end of a terminal does not count as one, as shell and
 * system both tell of it. Started with nohup, a run hears nothing of it.
 */
final class StopSignal implements BooleanSupplier, AutoCloseable {

    private static final String HANGUP = "HUP";
    private static final List<String> SIGNALS = List.of("INT", "TERM", HANGUP);

    private final AtomicBoolean pressed = new AtomicBoolean();
    private volatile boolean requested;
    private final PrintStream err;
    private final List<Object> previous;

    /** Listens until closed. */
    StopSignal(PrintStream err) {
        this.err = err;
        previous = SIGNALS.stream()
                .map(signal -> Signals.register(signal, () -> onSignal(signal)))
                .toList();
    }

    private void onSignal(String signal) {
        if (pressed.getAndSet(true)) {
            if (signal.equals(HANGUP)) {
                return;
            }
            // Not exit(): shutdown hooks may wait for the very thread that hangs.
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
        err.println();
        err.println("Stopping: a checkpoint is being written. Press Ctrl-C again to quit without it.");
        // Last: the run may end as soon as it sees this, and what it says then comes after the lines above.
        requested = true;
    }

    @Override
    public boolean getAsBoolean() {
        return requested;
    }

    @Override
    public void close() {
        for (int i = 0; i < SIGNALS.size(); i++) {
            Signals.unregister(SIGNALS.get(i), previous.get(i));
        }
    }
}
