package dev.espalier.export;

/** A policy cannot be exported, or the exported one differs from the trainer's. */
public final class ExportException extends RuntimeException {

    public ExportException(String message) {
        super(message);
    }

    public ExportException(String message, Throwable cause) {
        super(message, cause);
    }
}
