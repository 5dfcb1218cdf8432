package dev.espalier.cli.console;

/** A file or an argument cannot be used. The message is for the user: input, problem and what is expected. */
public final class InputException extends RuntimeException {

    public InputException(String message) {
        super(message);
    }

    public InputException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Refuses a count of less than 1. */
    public static void requireAtLeastOne(String option, int count) {
        if (count < 1) {
            throw new InputException(option + " is " + count + "; give a whole number of at least 1");
        }
    }
}
