package dev.espalier.nn;

/**
 * How the learning rates of an agent change along a run. All its optimisers share one schedule and multiply their rates
 * by its present factor; theta has rates of its own. The factor follows from the step of the run, so no state has to be
 * saved.
 */
public final class LearningRateSchedule {

    private final Kind kind;
    private double factor = 1;

    /** The course of the rates. */
    public enum Kind {
        /** They stay as they are set. */
        CONSTANT,

        /** They fall in a straight line to 0 at the end of the run. */
        LINEAR
    }

    /** A schedule at the start of a run, with factor 1. */
    public LearningRateSchedule(Kind kind) {
        this.kind = kind;
    }

    /**
     * Sets the factor.
     *
     * @param progress share of the run's steps that are done, in [0, 1]
     */
    public void enter(double progress) {
        factor = kind == Kind.LINEAR ? 1 - progress : 1;
    }

    /** The present factor, in [0, 1]. */
    double factor() {
        return factor;
    }
}
