package dev.espalier.env;

/**
 * A task in which an agent acts step by step, with the semantics of Gymnasium.
 *
 * <p>All randomness is in the start state, which {@link #reset} draws from its seed. So {@link #saveState} and {@link
 * #restoreState} are enough to continue an episode bit-exactly in another process. Both are optional: without them a
 * resumed run begins a new episode where it was interrupted, so that it ends with other bits.
 *
 * <p>Instances are not thread-safe, but may move between threads.
 */
public interface Environment extends AutoCloseable {

    /** The id of the task, for example Gymnasium's {@code Hopper-v5}. */
    String id();

    /** The space of observations. */
    BoxSpace observationSpace();

    /** The space of actions. */
    BoxSpace actionSpace();

    /**
     * Starts a new episode.
     *
     * @param seed determines only the start state: equal seeds and actions give bit-equal episodes
     * @return the first observation, {@code [observationSpace().size()]}, owned by the caller
     * @throws SimulationException if the simulator rejects this start state; another seed may work
     */
    double[] reset(long seed);

    /**
     * Advances by one step.
     *
     * @param action {@code [actionSpace().size()]}; every entry finite
     * @throws IllegalArgumentException if the action has the wrong length or a non-finite entry
     * @throws SimulationException if the simulation became unstable; the episode is lost
     * @throws IllegalStateException before the first {@link #reset}, or after the end of an episode
     */
    Step step(double[] action);

    /**
     * All that the rest of the episode depends on: physics, solver warm start, step count.
     *
     * @throws IllegalStateException if there is no episode, or the simulator aborted it
     * @throws UnsupportedOperationException if its episodes cannot be saved, as here
     */
    default byte[] saveState() {
        throw new UnsupportedOperationException("episodes of " + id() + " cannot be saved");
    }

    /**
     * Continues an episode that {@link #saveState} of an environment with the same id has saved.
     *
     * @throws IllegalArgumentException if the bytes are not such a state
     * @throws UnsupportedOperationException if its episodes cannot be saved, as here
     */
    default void restoreState(byte[] state) {
        throw new UnsupportedOperationException("episodes of " + id() + " cannot be saved");
    }

    /** Frees what it holds; nothing, unless a task says otherwise. */
    @Override
    default void close() {}
}
