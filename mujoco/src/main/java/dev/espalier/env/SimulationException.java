package dev.espalier.env;

/** The simulator found its state broken (a non-finite or huge value) and reset itself: the episode is lost. */
public final class SimulationException extends RuntimeException {

    public SimulationException(String message) {
        super(message);
    }
}
