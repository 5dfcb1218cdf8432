package dev.espalier.cli;

/** A file or an argument cannot be used. The message is for the user: it names it, what is wrong and what is expected. */
final class InputException extends RuntimeException {

    InputException(String message) {
        super(message);
    }

    InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
