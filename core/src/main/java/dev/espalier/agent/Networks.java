package dev.espalier.agent;

import dev.espalier.agent.pruning.Members;
import dev.espalier.agent.pruning.Pruner;
import dev.espalier.agent.pruning.Regulariser;
import dev.espalier.architecture.Blueprint;
import dev.espalier.architecture.NetworkSpec;
import dev.espalier.nn.Adam;
import dev.espalier.nn.Mlp;
import dev.espalier.nn.Network;
import dev.espalier.nn.TrainState;
import dev.espalier.prune.Gates;
import dev.espalier.prune.LayerTheta;
import dev.espalier.prune.PruneConfig;
import dev.espalier.prune.PruneEvent;
import dev.espalier.prune.UnitLayer;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.ListKernels;
import dev.espalier.tensor.RandomStreams;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * All networks of an agent as one body: made after its blueprint, pruned together, saved together.
 */
public final class Networks {

    private final PruneConfig config;
    private final RandomStreams streams;
    private final ListKernels kernels = new ListKernels();
    private final Compute compute;
    private final Members members;
    private final Pruner pruner;

    /**
     * No networks yet.
     *
     * @param blueprint of the networks to come
     * @param streams draws initial weights
     * @throws dev.espalier.settings.InvalidSettingException if they cannot become as small as they are to
     */
    public Networks(Blueprint blueprint, PruneConfig config, RandomStreams streams, Compute compute) {
        this.config = config;
        this.streams = streams;
        this.compute = compute;
        members = new Members(blueprint);
        pruner = new Pruner(config, members, streams);
    }

    /**
     * Adds the extractors, which are trained as one network.
     *
     * @param maker makes them, given a source of initial weights
     */
    public <N extends Network<N>> TrainState<N> extractors(
            String name, Function<RandomGenerator, N> maker, double learningRate) {
        Regulariser regulariser = Regulariser.ofExtractors(blueprint(), config);
        return add(name, () -> maker.apply(streams.at("init " + name)), regulariser, learningRate, false, 1);
    }

    /**
     * Adds one of the agent's networks, which learns at every update.
     *
     * @param name its name in the blueprint
     * @param form what the perceptron is the body of
     * @param hasTarget whether a target network follows it
     */
    public <N extends Network<N>> TrainState<N> add(
            String name, Function<Mlp, N> form, double learningRate, boolean hasTarget) {
        return addDelayed(name, form, learningRate, hasTarget, 1);
    }

    /**
     * Adds one of the agent's networks, which learns at every n-th update only.
     *
     * @param n at least 1
     */
    public <N extends Network<N>> TrainState<N> addDelayed(
            String name, Function<Mlp, N> form, double learningRate, boolean hasTarget, int n) {
        NetworkSpec spec = blueprint().network(name);
        Supplier<N> maker = () -> form.apply(Mlp.create(
                spec.name(),
                blueprint().input(spec.input()),
                blueprint().structure(),
                spec.outputs(),
                streams.at("init " + spec.name()),
                compute));
        return add(spec.name(), maker, Regulariser.of(spec, blueprint(), config), learningRate, hasTarget, n);
    }

    private <N extends Network<N>> TrainState<N> add(
            String name, Supplier<N> maker, Regulariser regulariser, double learningRate, boolean hasTarget, int n) {
        List<UnitLayer> pressed = pruner.budgets().pressed(regulariser.layers());
        Gates gates = config.gates() && !pressed.isEmpty()
                ? Gates.start(pressed, blueprint().structure(), regulariser.layersMayVanish(), config.learningEvery(n))
                : null;
        Supplier<ToDoubleFunction<UnitLayer>> price = () -> pruner.price(regulariser);
        var training = new TrainState.Training(
                new Adam.Settings(learningRate, regulariser.lambda()), hasTarget, gates, pruner.pressure(price));
        var member = new TrainState<>(name, maker, training, kernels, compute);
        members.add(member, price);
        return member;
    }

    /** Where tensors live. */
    public Compute compute() {
        return compute;
    }

    /** The list operations that optimisers share. */
    public ListKernels kernels() {
        return kernels;
    }

    /** The networks as they are now. */
    public Blueprint blueprint() {
        return members.blueprint();
    }

    /** Theta of all units by network; networks without gates are left out. */
    public SequencedMap<String, float[]> theta() {
        SequencedMap<String, float[]> theta = new LinkedHashMap<>();
        for (TrainState<?> network : members.networks()) {
            Gates gates = network.gates();
            if (gates != null) {
                theta.put(network.name(), gates.theta());
            }
        }
        return theta;
    }

    /** Theta of all layers that have gates. */
    public List<LayerTheta> thetaByLayer() {
        return members.gates().stream()
                .flatMap(gates -> gates.thetaByLayer().stream())
                .toList();
    }

    /**
     * Enters the phase that the schedule is in: theta is held, moves, or is decided for good.
     *
     * @param progress share of the run's steps that are done, in [0, 1]
     * @return what was decided
     */
    public List<PruneEvent> enter(double progress) {
        return pruner.enter(progress);
    }

    /**
     * Removes every unit that is due, from everything at once.
     *
     * @return what was removed, and what was opened for good
     */
    public List<PruneEvent> prune() {
        return pruner.prune();
    }

    /**
     * The sizes that the run is to end with: what is wanted by now and, where theta decides, the pressure, under their tags; empty without any.
     *
     * @param progress share of the run's steps that are done, in [0, 1]
     */
    public SequencedMap<String, Double> targetMetrics(double progress) {
        return pruner.budgets().metrics(progress);
    }

    /** The networks themselves. */
    Members members() {
        return members;
    }

    /** What presses the gates of all networks, by name: the live arrays. */
    SequencedMap<String, float[]> pressureState() {
        return pruner.budgets().state();
    }
}
