package dev.espalier.env;

/** An environment of the class path does not do what {@link Environment} promises. The message names it and what is wrong. */
public final class BadEnvironmentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadEnvironmentException(String message) {
        super(message);
    }

    BadEnvironmentException(String message, Throwable cause) {
        super(message, cause);
    }
}
