package dev.espalier.run.loop;

import java.util.List;

/** Hears what a run does, to show it to people. Called from the thread that trains; must return quickly. */
public interface RunListener {

    /** For a run whose news nobody waits for. */
    RunListener NOBODY = new RunListener() {

        @Override
        public void onStep(Progress progress) {}

        @Override
        public void onEvaluation(long step, List<Double> returns) {}

        @Override
        public void onMessage(String message) {}
    };

    /** After every step of all environments. */
    void onStep(Progress progress);

    /** After every evaluation. */
    void onEvaluation(long step, List<Double> returns);

    /** Something worth a line: a damaged checkpoint passed over, an episode that the simulator gave up. */
    void onMessage(String message);

    /**
     * Where the run is.
     *
     * @param step environment steps done so far, those before a resume included
     * @param totalSteps environment steps of the whole run
     * @param lastReturn undiscounted return of the last finished episode, NaN before the first
     * @param remark what else there is to say now, such as how far networks have been pruned; may be empty
     * @param units the units of every layer where they change, such as {@code phi_o 3-17 policy 20-41}; else empty
     */
    record Progress(long step, long totalSteps, double lastReturn, String remark, String units) {}
}
