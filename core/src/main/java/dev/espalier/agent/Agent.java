package dev.espalier.agent;

import dev.espalier.architecture.Blueprint;
import dev.espalier.data.Batches;
import dev.espalier.data.Experience;
import dev.espalier.nn.DivergenceException;
import dev.espalier.nn.TrainState;
import dev.espalier.policy.PolicyNetwork;
import dev.espalier.profile.Phase;
import dev.espalier.prune.Gates;
import dev.espalier.prune.LayerTheta;
import dev.espalier.prune.PruneConfig;
import dev.espalier.prune.PruneEvent;
import dev.espalier.store.ArrayData;
import dev.espalier.tensor.Fork;
import dev.espalier.tensor.TaskScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An agent: an algorithm, its features, and the networks of both, which pruning may shrink. {@link #update} is
 * Algorithm 1 of the method without its environment step: the extractors learn from one mini-batch, the algorithm from
 * another, then every unit that is due is removed.
 *
 * <p>An agent owns its networks, target networks and optimisers, but no data and no random stream: its {@link #state}
 * and the caller's counters are all that has to be saved.
 */
public final class Agent {

    private final Algorithm algorithm;
    private final Features features;
    private final Networks networks;
    private final PruneConfig config;
    private final ActingPolicy policy;

    /** Creates an agent of an algorithm, its features, and the networks of both. */
    public Agent(Algorithm algorithm, Features features, Networks networks, PruneConfig config) {
        this.algorithm = algorithm;
        this.features = features;
        this.networks = networks;
        this.config = config;
        policy = new ActingPolicy(algorithm, features);
    }

    /**
     * Chooses an action.
     *
     * @param observation {@code [n_s]}
     * @param exploration draws the exploration noise; null for the deterministic policy
     * @return {@code [n_a]}, each entry in [-1, 1]
     * @throws DivergenceException if the policy returns a non-finite number
     */
    public float[] act(double[] observation, @Nullable RandomGenerator exploration) {
        PolicyNetwork network = policy.current();
        float[] outputs = new float[network.outputs()];
        network.forward(observation, outputs);
        float[] action = algorithm.act(outputs, exploration);
        for (float entry : action) {
            if (!Float.isFinite(entry)) {
                throw new DivergenceException("policy", "action", entry);
            }
        }
        return action;
    }

    /**
     * A snapshot of the deterministic policy, from an observation, {@code [n_s]}, to the action before tanh,
     * {@code [n_a]}. It has its own memory, so it never changes and may act on another thread.
     */
    public PolicyNetwork deterministic() {
        return policy.current().firstOutputs(networks.blueprint().actionSize());
    }

    /**
     * Trains only the extractors on one mini-batch; does nothing without extractors. Call {@link #setLearningRates} before.
     *
     * @param batches source of the mini-batch, which the next draw may overwrite
     * @param random draws gates
     * @return the losses, under their TensorBoard tags
     * @throws DivergenceException if a loss is not finite
     */
    public SequencedMap<String, Double> pretrain(Batches batches, RandomGenerator random) {
        if (!features.learns()) {
            return new LinkedHashMap<>();
        }
        try (TaskScope scope = TaskScope.open(networks.compute())) {
            Gradients gradients = features.update(batches.drawForFeatures(random), random, scope)
                    .join();
            gradients.step(networks.compute());
            return gradients.metrics();
        }
    }

    /**
     * The result of an update.
     *
     * @param metrics the losses and other values for the log, under their TensorBoard tags
     * @param events the pruning events
     */
    public record Update(SequencedMap<String, Double> metrics, List<PruneEvent> events) {

        public Update {
            events = List.copyOf(events);
        }
    }

    /**
     * Trains all networks once, and removes the units that are due.
     *
     * @param batches source of mini-batches; each must stay valid until two more are drawn
     * @param random draws gates and noise
     * @throws DivergenceException if a loss is not finite; no weight has changed then, but running statistics of batch
     *     norm may have been updated
     */
    public Update update(Batches batches, RandomGenerator random) {
        SequencedMap<String, Double> metrics = learn(batches, random);
        try (Phase _ = Phase.of(Phase.PRUNE)) {
            return new Update(metrics, config.gates() ? networks.pruner().prune() : List.of());
        }
    }

    /** Extractors and algorithm learn side by side: the algorithm reads the extractors from before this update. */
    private SequencedMap<String, Double> learn(Batches batches, RandomGenerator random) {
        try (TaskScope scope = TaskScope.open(networks.compute())) {
            Gradients gradients;
            if (features.learns()) {
                Fork<Gradients> extractors = features.update(batches.drawForFeatures(random), random, scope);
                gradients =
                        algorithm.update(batches.draw(random), random, scope).after(extractors.join());
            } else {
                gradients = algorithm.update(batches.draw(random), random, scope);
            }
            gradients.step(networks.compute());
            return gradients.metrics();
        }
    }

    /**
     * Sets the learning rates of a point of the run.
     *
     * @param progress share of the run's steps that are done, in [0, 1]
     */
    public void setLearningRates(double progress) {
        networks.schedule().enter(progress);
    }

    /**
     * Enters the scheduled phase of pruning and sets the learning rates; call this before the updates of each step.
     *
     * @param progress share of the run's steps that are done, in [0, 1]
     * @return events of a final decision of theta
     */
    public List<PruneEvent> enter(double progress) {
        setLearningRates(progress);
        return config.gates() ? networks.pruner().enter(progress) : List.of();
    }

    /** Every tag that {@link #pretrain} and {@link #update} may return, in a fixed order. */
    public List<String> metricNames() {
        List<String> names = new ArrayList<>(algorithm.metricNames());
        names.addAll(features.metricNames());
        return names;
    }

    /**
     * Creates empty experience of the kind that the algorithm learns from.
     *
     * @throws IllegalArgumentException if the settings do not allow it; the message names the setting to change
     */
    public Experience experience(Experience.Dimensions dimensions) {
        return algorithm.experience(dimensions);
    }

    /** The present networks and their widths. */
    public Blueprint blueprint() {
        return networks.blueprint();
    }

    /** Theta of all units by network; empty if no unit can be removed any more. */
    public SequencedMap<String, float[]> theta() {
        SequencedMap<String, float[]> theta = new LinkedHashMap<>();
        for (TrainState<?> network : networks.members().networks()) {
            Gates gates = network.gates();
            if (gates != null) {
                theta.put(network.name(), gates.theta());
            }
        }
        return theta;
    }

    /** Theta by layer, with the units that it belongs to. */
    public List<LayerTheta> thetaByLayer() {
        return networks.members().gates().stream()
                .flatMap(gates -> gates.thetaByLayer().stream())
                .toList();
    }

    /**
     * For runs with a target number of parameters: the presently wanted number and the pressure on units, under their
     * TensorBoard tags; else empty.
     *
     * @param progress share of the run's steps that are done, in [0, 1]
     */
    public SequencedMap<String, Double> targetMetrics(double progress) {
        return networks.pruner().budgets().metrics(progress);
    }

    /** Copies of all weights, target weights, optimiser state and gates, by name. */
    public SequencedMap<String, ArrayData> state() {
        return new AgentState(networks, algorithm, features, config.gates()).copy();
    }

    /**
     * Restores a {@link #state} of an agent with the same configuration, and prunes this one to its structure.
     *
     * @throws IllegalArgumentException naming the entry that is missing or does not fit
     */
    public void restore(Map<String, ArrayData> state) {
        new AgentState(networks, algorithm, features, config.gates()).restore(state);
    }
}
