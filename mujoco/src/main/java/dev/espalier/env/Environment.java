package dev.espalier.env;

/**
 * A task that an agent acts in, one step at a time, with Gymnasium's meaning of every word.
 *
 * <p>An environment holds no random stream of its own: all chance lies in the start state, which {@link #reset} draws
 * from the given seed. Hence {@link #saveState} and {@link #restoreState} are enough to continue an episode bit-exactly
 * in another process.
 *
 * <p>Instances are not safe for use by several threads at once, but may move between threads.
 */
public interface Environment extends AutoCloseable {

    /** Gymnasium's id of the task, for example {@code Hopper-v5}. */
    String id();

    /** What {@link #reset} and {@link Step#observation} return. */
    BoxSpace observationSpace();

    /** What {@link #step} accepts. */
    BoxSpace actionSpace();

    /**
     * Starts a new episode.
     *
     * @param seed decides the start state alone: equal seeds give bit-equal episodes under equal actions
     * @return the first observation, {@code [observationSpace().size()]}, owned by the caller
     * @throws SimulationException if the simulator does not take this start state; another seed may do
     */
    double[] reset(long seed);

    /**
     * Advances by one step.
     *
     * @param action {@code [actionSpace().size()]}; every entry finite
     * @throws IllegalArgumentException if the action has the wrong length or a non-finite entry
     * @throws SimulationException if the simulator found its state broken and reset itself; the episode is lost
     * @throws IllegalStateException before the first {@link #reset}, or after the end of an episode
     */
    Step step(double[] action);

    /**
     * All that the rest of the episode depends on: physics, solver warm start, step count.
     *
     * @throws IllegalStateException if no episode has been started, or the simulator lost it
     */
    byte[] saveState();

    /**
     * Continues the episode saved by {@link #saveState} of an environment with the same id.
     *
     * @throws IllegalArgumentException if the bytes are not such a state
     */
    void restoreState(byte[] state);

    @Override
    void close();
}
