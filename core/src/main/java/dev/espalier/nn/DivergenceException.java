package dev.espalier.nn;

/** A network produced a number that is not finite: training has diverged and cannot continue. */
public final class DivergenceException extends RuntimeException {

    /**
     * @param network name of the network, for example {@code q1}
     * @param quantity quantity that is not finite, for example {@code loss}
     * @param value the number
     */
    public DivergenceException(String network, String quantity, double value) {
        super("the " + quantity + " of network " + network + " is " + value);
    }
}
