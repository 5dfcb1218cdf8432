package dev.espalier.run.loop;

import java.util.List;

/**
 * Receives the events of a run, such as to display them; a class overrides what it wants to hear. Called on the training
 * thread, so it must return quickly.
 */
public interface RunListener {

    /** A listener that does nothing. */
    RunListener NOBODY = new RunListener() {};

    /** Called after every step of all environments. */
    default void onStep(Progress progress) {}

    /** Called after every evaluation. */
    default void onEvaluation(long step, List<Double> returns) {}

    /** Called with notable events, such as a skipped damaged checkpoint or an episode that the simulator aborted. */
    default void onMessage(String message) {}

    /**
     * The progress of a run.
     *
     * @param step environment steps so far, including those before a resume
     * @param totalSteps environment steps of the whole run
     * @param lastReturn undiscounted return of the last finished episode, NaN before the first
     * @param remark further information, such as how far networks have been pruned; may be empty
     * @param units number of units of every layer if they change, such as {@code phi_o 3-17 policy 20-41}; else empty
     */
    record Progress(long step, long totalSteps, double lastReturn, String remark, String units) {}
}
