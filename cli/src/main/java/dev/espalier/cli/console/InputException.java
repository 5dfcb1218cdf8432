package dev.espalier.cli.console;

/** A file or an argument cannot be used. The message is for the user: input, problem and what is expected. */
public final class InputException extends RuntimeException {

    public InputException(String message) {
        super(message);
    }

    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
