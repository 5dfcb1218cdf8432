package dev.espalier.env;

/** A user's environment violates the contract of {@link Environment}; the message names it and what is wrong. */
public final class BadEnvironmentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadEnvironmentException(String message) {
        super(message);
    }

    BadEnvironmentException(String message, Throwable cause) {
        super(message, cause);
    }
}
