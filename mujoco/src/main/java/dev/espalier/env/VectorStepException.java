package dev.espalier.env;

/** One environment of a {@link VectorEnvironment} threw in a step; the cause is what it threw. */
public final class VectorStepException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int index;

    VectorStepException(int index, Throwable cause) {
        super("environment " + index + ": " + cause.getMessage(), cause);
        this.index = index;
    }

    /** Which environment threw. */
    public int index() {
        return index;
    }
}
