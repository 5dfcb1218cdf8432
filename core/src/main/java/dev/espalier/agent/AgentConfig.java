package dev.espalier.agent;

import dev.espalier.architecture.NetworkSpec;
import dev.espalier.data.Rollout;
import java.util.List;

/**
 * The settings of an agent, which create its networks and its algorithm. A new agent needs only an implementing record,
 * a name and defaults; extractors, gates, costs and pruning work with the networks that the record specifies.
 */
public interface AgentConfig {

    /** The agent's own networks for n_a = {@code actionSize}, without extractors and target networks. */
    List<NetworkSpec> networks(int actionSize);

    /**
     * Creates the algorithm.
     *
     * @param networks receive the networks of {@link #networks}
     * @param features features for these networks
     */
    Algorithm algorithm(Networks networks, Features features);

    /** Adam's step size. */
    double learningRate();

    /** gamma, in [0, 1]. */
    double discount();

    /** Transitions in a mini-batch. */
    int batch();

    /**
     * Steps of each environment in a rollout, for an on-policy agent ({@link Rollout}); also the name of the setting. 0
     * for an off-policy agent, which learns after every step from transitions of any policy.
     */
    default int rollout() {
        return 0;
    }

    /**
     * Whether observations are normalised before any network reads them. The algorithm then has to pass observations to
     * {@link Features#observe(double[])}, as a {@link dev.espalier.data.Replay} can do, or to {@link
     * Features#observe(org.bytedeco.pytorch.Tensor)}.
     */
    default boolean normalisesObservations() {
        return false;
    }
}
