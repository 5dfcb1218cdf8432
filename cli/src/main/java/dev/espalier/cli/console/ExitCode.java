package dev.espalier.cli.console;

/** Exit codes of the process. */
public final class ExitCode {

    public static final int DONE = 0;
    public static final int FAILED = 1;

    /** Bad usage or input: the same command will never succeed. */
    public static final int USAGE = 2;

    /** Stopped by the user, after writing a checkpoint. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
