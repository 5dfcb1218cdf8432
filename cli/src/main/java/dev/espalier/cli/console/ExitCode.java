package dev.espalier.cli.console;

/** What the process tells its caller. */
public final class ExitCode {

    public static final int DONE = 0;
    public static final int FAILED = 1;

    /** Bad usage or bad input: the same call can never succeed. */
    public static final int USAGE = 2;

    /** Stopped by the user, after a checkpoint was written. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
