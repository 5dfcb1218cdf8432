package dev.espalier.env;

/** The simulation became unstable (a non-finite or huge value) and was reset, so the episode is lost. */
public final class SimulationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SimulationException(String message, Throwable cause) {
        super(message, cause);
    }
}
