package dev.espalier.prune;

/**
 * Finds the pressure under which networks become as large as they are meant to be. A proportional-integral controller in
 * logarithms: with the error {@code e = ln(size / wanted)} the pressure is
 *
 * <pre>    p = exp(P e + I),    I <- I + P e / horizon    after each step</pre>
 *
 * <p>Size is the expected one, of theta and not of gates, and theta begins to fall faster or slower within a few updates of p.
 * So the proportional part brings the size to its path, and the integral finds the pressure at which it stays there. The
 * horizon is as long as theta needs for its range, so that both scale with the schedule; nothing depends on the task.
 */
public final class PressureControl {

    /** An error of a tenth multiplies the pressure by e. */
    private static final double PROPORTIONAL = 10;

    /** What the integral takes in of an error at most, so that it does not run away while the size cannot follow. */
    private static final double LARGEST_ERROR = 2;

    private static final double LN_START = Math.log(0.1);
    private static final double LN_LEAST = Math.log(1e-4);
    private static final double LN_MOST = Math.log(1e4);

    private final double horizon;

    /** I and p, {@code [2]}. */
    private final float[] state = {(float) LN_START, (float) Math.exp(LN_START)};

    /** @param horizon steps in which the integral makes up for an error; above 0 */
    public PressureControl(double horizon) {
        this.horizon = horizon;
    }

    /**
     * Takes a step.
     *
     * @param size expected size, above 0
     * @param wanted size that is wanted now, above 0
     */
    public void step(double size, double wanted) {
        double error = PROPORTIONAL * StrictMath.log(size / wanted);
        double change = Math.clamp(error, -LARGEST_ERROR, LARGEST_ERROR) / horizon;
        state[0] = (float) Math.clamp(state[0] + change, LN_LEAST, LN_MOST);
        state[1] = (float) StrictMath.exp(Math.clamp(error + state[0], LN_LEAST, LN_MOST));
    }

    /** The pressure p, a pure number as nu is. */
    public double pressure() {
        return state[1];
    }

    /** What it remembers from one step to the next, to be copied or overwritten. */
    public float[] state() {
        return state;
    }
}
