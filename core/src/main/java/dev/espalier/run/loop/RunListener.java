package dev.espalier.run.loop;

import java.util.List;

/** Receives the events of a run, to display them. Called on the training thread, so it must return quickly. */
public interface RunListener {

    /** A listener that does nothing. */
    RunListener NOBODY = new RunListener() {

        @Override
        public void onStep(Progress progress) {}

        @Override
        public void onEvaluation(long step, List<Double> returns) {}

        @Override
        public void onMessage(String message) {}
    };

    /** Called after every step of all environments. */
    void onStep(Progress progress);

    /** Called after every evaluation. */
    void onEvaluation(long step, List<Double> returns);

    /** Called with notable events, such as a skipped damaged checkpoint or an episode that the simulator aborted. */
    void onMessage(String message);

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
