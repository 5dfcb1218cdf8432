package dev.espalier.cli;

import dev.espalier.cli.console.ExitCode;
import dev.espalier.cli.seeds.SideBySide;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jline.utils.Signals;

/**
 * Requests a stop on Ctrl-C, SIGTERM and SIGHUP (end of the terminal); the training loop then writes a checkpoint and
 * stops. A second signal ends the process at once, except SIGHUP, which shell and system both send. nohup blocks
 * SIGHUP.
 */
final class StopSignal implements BooleanSupplier, AutoCloseable {

    private static final String HANGUP = "HUP";
    private static final List<String> SIGNALS = List.of("INT", "TERM", HANGUP);

    private final AtomicBoolean pressed = new AtomicBoolean();
    private volatile boolean requested;
    private final PrintStream err;
    private final List<Object> previous;

    /** Handles signals until closed. */
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
            // Not exit(): shutdown hooks may wait for the thread that hangs.
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
        err.println();
        err.println(SideBySide.STOPPING + "a checkpoint is being written. Press Ctrl-C again to quit without it.");
        // Last, so that the run's final messages come after these lines.
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
