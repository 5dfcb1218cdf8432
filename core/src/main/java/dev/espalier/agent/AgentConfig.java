package dev.espalier.agent;

import dev.espalier.architecture.NetworkSpec;
import dev.espalier.data.Rollout;
import java.util.List;

/**
 * The settings of an agent, and what they decide about the rest of a run: which networks there are and what learns with them.
 * Beside its name and defaults a record that implements it is all that a new agent needs; extractors, gates, cost and
 * pruning attach to the networks that it states.
 */
public interface AgentConfig {

    /**
     * The networks that the agent consists of, without the extractors. Target networks are copies and not listed.
     *
     * @param actionSize n_a
     */
    List<NetworkSpec> networks(int actionSize);

    /**
     * What learns.
     *
     * @param networks take in those of {@link #networks}
     * @param features what they read
     */
    Algorithm algorithm(Networks networks, Features features);

    /** Adam's step size. */
    double learningRate();

    /** gamma, in [0, 1]. */
    double discount();

    /** Transitions in a mini-batch. */
    int batch();

    /**
     * Steps that its own policy takes in each environment between two phases of learning, of which alone it learns
     * ({@link Rollout}); it is a setting of that name. 0 for an agent that learns after every step, from whatever any policy did.
     */
    default int rollout() {
        return 0;
    }

    /**
     * Whether observations are normalised before any network reads them. The algorithm has to tell {@link Features#observe}
     * what they look like.
     */
    default boolean normalisesObservations() {
        return false;
    }
}
