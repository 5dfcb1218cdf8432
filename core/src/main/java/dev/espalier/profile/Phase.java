package dev.espalier.profile;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * A phase of a training step, as an event of the JVM's flight recorder: acting, stepping the task, one network's
 * losses, its optimiser, and so on. It costs almost nothing unless a recording asks for it, so it stays in the code:
 *
 * <pre>{@code
 * ESPALIER_JAVA_OPTS=-XX:StartFlightRecording=filename=run.jfr ./espalier train ...
 * jfr summary run.jfr
 * }</pre>
 *
 * <p>Phases nest: subtract inner phases from the outer one. On a GPU they measure when work was submitted, not when it
 * finished.
 */
@Name(Phase.EVENT)
@Label("Training phase")
@Description("A stretch of a training step")
@Category("Espalier")
@StackTrace(false)
public final class Phase extends Event implements AutoCloseable {

    /** Name of the event in recordings. */
    public static final String EVENT = "dev.espalier.Phase";

    /** Name of the event's only field. */
    public static final String FIELD = "phase";

    /** The policy chooses actions. */
    public static final String ACT = "act";

    /** The tasks are stepped and reset. */
    public static final String ENVIRONMENT = "environment";

    /** Transitions are stored, and mini-batches gathered. */
    public static final String REPLAY = "replay";

    /** Features are computed for the agent's losses. */
    public static final String FEATURES = "features";

    /** Gates are drawn, and theta is updated. */
    public static final String THETA = "theta";

    /** Weights are updated. */
    public static final String OPTIMISER = "optimiser";

    /** Target networks are evaluated and updated. */
    public static final String TARGETS = "targets";

    /** Whole episodes are played to evaluate the policy. */
    public static final String EVALUATION = "evaluation";

    /** The complete state is written to a checkpoint. */
    public static final String CHECKPOINT = "checkpoint";

    /** Rows are appended to the logs. */
    public static final String LOG = "log";

    /** A thread waits for another thread. */
    public static final String WAIT = "wait";

    /** Units that are due for removal are found and removed. */
    public static final String PRUNE = "prune";

    @Label("Phase")
    @SuppressWarnings("UnusedVariable") // The flight recorder reads this field.
    private final String phase;

    private Phase(String phase) {
        this.phase = phase;
    }

    /**
     * Starts a phase, which ends when it is closed.
     *
     * @param phase one of the names here, or the name of the network whose losses and gradients are computed
     */
    public static Phase of(String phase) {
        var event = new Phase(phase);
        event.begin();
        return event;
    }

    @Override
    public void close() {
        commit();
    }
}
