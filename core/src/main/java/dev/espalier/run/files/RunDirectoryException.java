package dev.espalier.run.files;

/** A path that cannot be used as a run directory; the message names it, the reason and what to do. */
public final class RunDirectoryException extends RuntimeException {

    public RunDirectoryException(String message) {
        super(message);
    }

    public RunDirectoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
