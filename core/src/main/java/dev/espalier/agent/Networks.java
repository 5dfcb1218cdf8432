package dev.espalier.agent;

import dev.espalier.agent.pruning.Members;
import dev.espalier.agent.pruning.Pruner;
import dev.espalier.agent.pruning.Regulariser;
import dev.espalier.architecture.Blueprint;
import dev.espalier.architecture.NetworkSpec;
import dev.espalier.nn.Adam;
import dev.espalier.nn.LearningRateSchedule;
import dev.espalier.nn.Mlp;
import dev.espalier.nn.Network;
import dev.espalier.nn.TrainState;
import dev.espalier.prune.Gates;
import dev.espalier.prune.PruneConfig;
import dev.espalier.prune.UnitLayer;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.ListKernels;
import dev.espalier.tensor.RandomStreams;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/** All networks of an agent: created from its blueprint, pruned together and saved together. */
public final class Networks {

    private final PruneConfig config;
    private final RandomStreams streams;
    private final LearningRateSchedule schedule;
    private final ListKernels kernels = new ListKernels();
    private final Compute compute;
    private final Members members;
    private final Pruner pruner;

    /**
     * Creates an empty collection.
     *
     * @param blueprint blueprint of the networks to add
     * @param schedule of all learning rates but theta's
     * @param streams draws initial weights
     * @throws dev.espalier.settings.InvalidSettingException if pruning cannot reach the target size
     */
    public Networks(
            Blueprint blueprint,
            PruneConfig config,
            LearningRateSchedule schedule,
            RandomStreams streams,
            Compute compute) {
        this.config = config;
        this.schedule = schedule;
        this.streams = streams;
        this.compute = compute;
        members = new Members(blueprint);
        pruner = new Pruner(config, members, streams);
    }

    /**
     * Adds the extractors, which are trained as one network.
     *
     * @param maker creates them from a generator of initial weights
     */
    public <N extends Network<N>> TrainState<N> extractors(
            String name, Function<RandomGenerator, N> maker, double learningRate) {
        Regulariser regulariser = Regulariser.ofExtractors(blueprint(), config);
        return add(name, () -> maker.apply(streams.at("init " + name)), regulariser, learningRate, false, 1);
    }

    /**
     * Adds one of the agent's own networks, which learns at every update.
     *
     * @param name its name in the blueprint
     * @param form creates the network around the perceptron
     * @param hasTarget whether it has a target network
     */
    public <N extends Network<N>> TrainState<N> add(
            String name, Function<Mlp, N> form, double learningRate, boolean hasTarget) {
        return addDelayed(name, form, learningRate, hasTarget, 1);
    }

    /** Adds one of the agent's own networks, which learns only at every n-th update; n is at least 1. */
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
        List<UnitLayer> gated = pruner.budgets().counted(regulariser.layers());
        Gates gates = config.gates() && !gated.isEmpty()
                ? Gates.start(gated, blueprint().structure(), regulariser.layersMayVanish(), config.learningEvery(n))
                : null;
        Supplier<ToDoubleFunction<UnitLayer>> price = () -> pruner.price(regulariser);
        var training = new TrainState.Training(
                new Adam.Settings(learningRate, regulariser.lambda(), schedule),
                hasTarget,
                gates,
                pruner.pressure(price));
        var member = new TrainState<>(name, maker, training, kernels, compute);
        members.add(member, price);
        return member;
    }

    /** The device of the tensors. */
    public Compute compute() {
        return compute;
    }

    /** Creates the optimiser of learnt tensors besides networks, such as a temperature. */
    public Adam optimiser(SequencedMap<String, Tensor> parameters, double learningRate) {
        return new Adam(parameters, new Adam.Settings(learningRate, 0, schedule), kernels, compute);
    }

    /** The blueprint of the present networks. */
    public Blueprint blueprint() {
        return members.blueprint();
    }

    LearningRateSchedule schedule() {
        return schedule;
    }

    Members members() {
        return members;
    }

    Pruner pruner() {
        return pruner;
    }
}
