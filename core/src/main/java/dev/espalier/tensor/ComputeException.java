package dev.espalier.tensor;

/** libtorch or the requested device is not available on this machine; the message says what to do. */
public final class ComputeException extends RuntimeException {

    public ComputeException(String message) {
        super(message);
    }

    public ComputeException(String message, Throwable cause) {
        super(message, cause);
    }
}
