package dev.espalier.export;

/** A policy could not be exported, or what was exported does not do what the trainer's policy does. */
public final class ExportException extends RuntimeException {

    public ExportException(String message) {
        super(message);
    }

    public ExportException(String message, Throwable cause) {
        super(message, cause);
    }
}
