package dev.espalier.prune;

/**
 * The controller of the pressure under which networks shrink to their wanted size. It is a proportional-integral
 * controller in logarithms: with the error {@code e = ln(size / wanted)} the pressure is
 *
 * <pre>{@code    p = exp(P e + I),    I <- I + P e / horizon    after each step}</pre>
 *
 * <p>The size is the expected one, computed from theta, and the speed of theta follows a change of p within a few
 * updates. So the proportional part keeps the size on its path, and the integral part finds the pressure that holds it
 * there. The horizon is the time that theta needs for its range, so both parts scale with the schedule, not the task.
 */
public final class PressureControl {

    /** With this gain, an error of a tenth multiplies the pressure by e. */
    private static final double PROPORTIONAL = 10;

    /** Largest P e that the integral accumulates, so that it does not wind up while the size cannot follow. */
    private static final double LARGEST_ERROR = 2;

    private static final double LN_START = Math.log(0.1);
    private static final double LN_LEAST = Math.log(1e-4);
    private static final double LN_MOST = Math.log(1e4);

    private final double horizon;

    /** I and p, {@code [2]}. */
    private final float[] state = {(float) LN_START, (float) Math.exp(LN_START)};

    /** @param horizon steps after which the integral has compensated for an error; above 0 */
    public PressureControl(double horizon) {
        this.horizon = horizon;
    }

    /**
     * Updates the pressure.
     *
     * @param size expected size, above 0
     * @param wanted present wanted size, above 0
     */
    public void step(double size, double wanted) {
        double error = PROPORTIONAL * StrictMath.log(size / wanted);
        double change = Math.clamp(error, -LARGEST_ERROR, LARGEST_ERROR) / horizon;
        state[0] = (float) Math.clamp(state[0] + change, LN_LEAST, LN_MOST);
        state[1] = (float) StrictMath.exp(Math.clamp(error + state[0], LN_LEAST, LN_MOST));
    }

    /** The pressure p, a pure number like nu. */
    public double pressure() {
        return state[1];
    }

    /** The live array of the state, to be copied or overwritten. */
    public float[] state() {
        return state;
    }
}
