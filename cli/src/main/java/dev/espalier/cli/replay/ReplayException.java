package dev.espalier.cli.replay;

/** A replay cannot be made of what was given. The message is for the user: it names it, what is wrong and what to do. */
public final class ReplayException extends RuntimeException {

    ReplayException(String message) {
        super(message);
    }

    ReplayException(String message, Throwable cause) {
        super(message, cause);
    }
}
