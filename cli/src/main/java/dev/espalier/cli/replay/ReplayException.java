package dev.espalier.cli.replay;

/** A replay cannot be created. The message is for the user: input, problem and what to do. */
public final class ReplayException extends RuntimeException {

    ReplayException(String message) {
        super(message);
    }

    ReplayException(String message, Throwable cause) {
        super(message, cause);
    }
}
