package dev.espalier.export;

/** What was asked for cannot be exported so, or not there. The message is for the user. */
public final class BadTargetException extends RuntimeException {

    public BadTargetException(String message) {
        super(message);
    }
}
