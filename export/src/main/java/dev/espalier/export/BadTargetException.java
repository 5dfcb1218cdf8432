package dev.espalier.export;

/** A policy cannot be exported in this format or to this path. The message is for the user. */
public final class BadTargetException extends RuntimeException {

    public BadTargetException(String message) {
        super(message);
    }
}
