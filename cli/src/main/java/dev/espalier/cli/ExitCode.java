package dev.espalier.cli;

/** What the process tells its caller. */
final class ExitCode {

    static final int DONE = 0;
    static final int FAILED = 1;

    /** Bad usage or bad input: the same call can never succeed. */
    static final int USAGE = 2;

    /** Stopped by the user, after a checkpoint was written. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
