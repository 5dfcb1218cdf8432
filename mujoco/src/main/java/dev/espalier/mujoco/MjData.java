package dev.espalier.mujoco;

/** One running simulation. Not for use by two threads at once, but may move between threads. */
@SuppressWarnings("DoNotCallSuggester")
public final class MjData implements AutoCloseable {

    MjData() {}

    private static UnsupportedOperationException soon() {
        return new UnsupportedOperationException("not written yet");
    }

    /** mj_resetData. */
    public void reset() {
        throw soon();
    }

    /** mj_forward. */
    public void forward() {
        throw soon();
    }

    /**
     * {@code steps} times mj_step.
     *
     * @throws UnstableSimulationException if MuJoCo found a broken number and reset itself
     */
    public void step(int steps) {
        throw soon();
    }

    /** mj_rnePostConstraint: fills CFRC_EXT among others. */
    public void rnePostConstraint() {
        throw soon();
    }

    /** Simulated seconds. */
    public double time() {
        throw soon();
    }

    /** Number of entries of an array in this model. */
    public int length(DataField field) {
        throw soon();
    }

    /** A copy of a whole array. */
    public double[] get(DataField field) {
        throw soon();
    }

    /** One entry of an array. */
    public double get(DataField field, int index) {
        throw soon();
    }

    /** Copies {@code count} entries from entry {@code from} on to {@code target[targetFrom..]}. */
    public void read(DataField field, int from, int count, double[] target, int targetFrom) {
        throw soon();
    }

    /** Overwrites a whole array (QPOS, QVEL, CTRL, ...). */
    public void set(DataField field, double[] values) {
        throw soon();
    }

    /** Number of entries of {@link #getState}. */
    public int stateSize() {
        throw soon();
    }

    /**
     * All that the next step depends on (mjSTATE_INTEGRATION, solver warm start included). What MuJoCo derives from the
     * state during a step (XPOS, CINERT, ...) is not in it: it is older than the state by one step after mj_step, and
     * whoever reads it before the next step has to keep it himself.
     */
    public double[] getState() {
        throw soon();
    }

    /** Restores what {@link #getState} returned. */
    public void setState(double[] state) {
        throw soon();
    }

    @Override
    public void close() {}
}
