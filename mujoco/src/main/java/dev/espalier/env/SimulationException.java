package dev.espalier.env;

/** The simulator found its state broken (a non-finite or huge value) and reset itself: the episode is lost. */
public final class SimulationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SimulationException(String message, Throwable cause) {
        super(message, cause);
    }
}
