package dev.espalier.agent;

import dev.espalier.nn.Adam;
import dev.espalier.nn.Mlp;
import dev.espalier.nn.Network;
import dev.espalier.nn.TrainedNetwork;
import dev.espalier.prune.Gates;
import dev.espalier.prune.LayerTheta;
import dev.espalier.prune.Prunable.Shrunk;
import dev.espalier.prune.PruneConfig;
import dev.espalier.prune.PruneEvent;
import dev.espalier.prune.PrunePhase;
import dev.espalier.prune.PruningPlan;
import dev.espalier.prune.UnitLayer;
import dev.espalier.store.ArrayData;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.ListKernels;
import dev.espalier.tensor.RandomStreams;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/**
 * All networks of an agent as one body: made after its blueprint, pruned together, saved together.
 */
public final class Networks {

    private final PruneConfig config;
    private final RandomStreams streams;
    private final ListKernels kernels = new ListKernels();
    private final Compute compute;
    private final List<Member> members = new ArrayList<>();
    private Blueprint blueprint;
    private PrunePhase phase = PrunePhase.HELD;

    /** A network and what its units cost at this moment. */
    private record Member(TrainedNetwork<?> network, Supplier<ToDoubleFunction<UnitLayer>> price) {}

    /**
     * No networks yet.
     *
     * @param blueprint of the networks to come
     * @param streams draws initial weights
     */
    public Networks(Blueprint blueprint, PruneConfig config, RandomStreams streams, Compute compute) {
        this.blueprint = blueprint;
        this.config = config;
        this.streams = streams;
        this.compute = compute;
    }

    /**
     * Adds the extractors, which are trained as one network.
     *
     * @param maker makes them, given a source of initial weights
     */
    public <N extends Network<N>> TrainedNetwork<N> extractors(
            String name, Function<RandomGenerator, N> maker, double learningRate) {
        Regulariser regulariser = Regulariser.ofExtractors(blueprint, config);
        return add(name, () -> maker.apply(streams.at("init " + name)), regulariser, learningRate, false);
    }

    /**
     * Adds one of the agent's networks.
     *
     * @param name its name in the blueprint
     * @param form what the perceptron is the body of
     * @param hasTarget whether a target network follows it
     */
    public <N extends Network<N>> TrainedNetwork<N> add(
            String name, Function<Mlp, N> form, double learningRate, boolean hasTarget) {
        NetworkSpec spec = blueprint.network(name);
        Supplier<N> maker = () -> form.apply(Mlp.create(
                spec.name(),
                blueprint.input(spec.input()),
                blueprint.structure(),
                spec.outputs(),
                streams.at("init " + spec.name()),
                compute));
        return add(spec.name(), maker, Regulariser.of(spec, blueprint, config), learningRate, hasTarget);
    }

    private <N extends Network<N>> TrainedNetwork<N> add(
            String name, Supplier<N> maker, Regulariser regulariser, double learningRate, boolean hasTarget) {
        Gates gates = config.gates()
                ? Gates.start(regulariser.layers(), blueprint.structure(), regulariser.layersMayVanish(), config)
                : null;
        Supplier<ToDoubleFunction<UnitLayer>> price = () -> regulariser.price(expected());
        var training = new TrainedNetwork.Training(
                new Adam.Settings(learningRate, regulariser.lambda()),
                hasTarget,
                gates,
                () -> phase == PrunePhase.FREE ? Optional.of(price.get()) : Optional.empty());
        var member = new TrainedNetwork<>(name, maker, training, kernels, compute);
        members.add(new Member(member, price));
        return member;
    }

    /** S_l of every layer. */
    private ToDoubleFunction<UnitLayer> expected() {
        Map<UnitLayer, Double> sums = new HashMap<>();
        for (Gates gates : gates()) {
            gates.layers().forEach(layer -> sums.put(layer, gates.expected(layer)));
        }
        return layer -> sums.getOrDefault(layer, (double) blueprint.structure().units(layer));
    }

    private List<Gates> gates() {
        return members.stream()
                .flatMap(member -> Optional.ofNullable(member.network.gates()).stream())
                .toList();
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
        return blueprint;
    }

    /** Theta of all units by network; networks without gates are left out. */
    public SequencedMap<String, float[]> theta() {
        SequencedMap<String, float[]> theta = new LinkedHashMap<>();
        for (Member member : members) {
            Gates gates = member.network.gates();
            if (gates != null) {
                theta.put(member.network.name(), gates.theta());
            }
        }
        return theta;
    }

    /** Theta of all layers that have gates. */
    public List<LayerTheta> thetaByLayer() {
        return gates().stream().flatMap(gates -> gates.thetaByLayer().stream()).toList();
    }

    /**
     * Enters the phase that the schedule is in: theta is held, moves, or is decided for good.
     *
     * @return what was removed because theta was rounded
     */
    public List<PruneEvent> enter(PrunePhase next) {
        boolean toSettle = next == PrunePhase.DECIDED && !gates().isEmpty();
        phase = next;
        if (!toSettle) {
            return List.of();
        }
        // Prices of the moment before: rounding changes what is expected.
        Map<TrainedNetwork<?>, ToDoubleFunction<UnitLayer>> prices = prices();
        networks().forEach(TrainedNetwork::settle);
        PruningPlan plan = plan();
        List<PruneEvent> events = events(plan, prices);
        // Even where no unit goes, the gates do.
        carryOut(plan, networks());
        return events;
    }

    /**
     * Removes every unit that is due, from everything at once.
     *
     * @return what was removed
     */
    public List<PruneEvent> prune() {
        PruningPlan plan = plan();
        List<PruneEvent> events = plan.isEmpty() ? List.of() : events(plan, prices());
        if (!plan.isEmpty()) {
            carryOut(
                    plan,
                    networks().stream()
                            .filter(network -> network.isTouchedBy(plan))
                            .toList());
        }
        return events;
    }

    private PruningPlan plan() {
        Map<UnitLayer, int[]> kept = new HashMap<>();
        gates().forEach(gates -> kept.putAll(gates.survivors()));
        return new PruningPlan(blueprint.structure(), kept);
    }

    private Map<TrainedNetwork<?>, ToDoubleFunction<UnitLayer>> prices() {
        Map<TrainedNetwork<?>, ToDoubleFunction<UnitLayer>> prices = new HashMap<>();
        members.forEach(member -> prices.put(member.network, member.price.get()));
        return prices;
    }

    private List<PruneEvent> events(PruningPlan plan, Map<TrainedNetwork<?>, ToDoubleFunction<UnitLayer>> prices) {
        List<PruneEvent> events = new ArrayList<>();
        for (TrainedNetwork<?> network : networks()) {
            Gates gates = network.gates();
            ToDoubleFunction<UnitLayer> price = prices.get(network);
            if (gates != null && price != null) {
                events.addAll(gates.events(plan, price));
            }
        }
        return events;
    }

    private List<TrainedNetwork<?>> networks() {
        List<TrainedNetwork<?>> networks = new ArrayList<>();
        members.forEach(member -> networks.add(member.network));
        return networks;
    }

    private void carryOut(PruningPlan plan, List<TrainedNetwork<?>> touched) {
        List<Shrunk> prepared = new ArrayList<>();
        try {
            touched.forEach(member -> prepared.add(member.shrink(plan)));
        } catch (RuntimeException | Error e) {
            prepared.forEach(Shrunk::discard);
            throw e;
        }
        prepared.forEach(Shrunk::commit);
        blueprint = blueprint.with(plan.after());
    }

    /** All tensors by name: the live ones. */
    SequencedMap<String, Tensor> tensors() {
        SequencedMap<String, Tensor> all = new LinkedHashMap<>();
        networks().forEach(network -> all.putAll(network.tensors()));
        return all;
    }

    /** State of all gates by name. */
    SequencedMap<String, float[]> gateState() {
        SequencedMap<String, float[]> all = new LinkedHashMap<>();
        for (TrainedNetwork<?> member : networks()) {
            Gates gates = member.gates();
            if (gates != null) {
                gates.state().forEach((name, values) -> all.put(prefix(member) + name, values));
            }
        }
        return all;
    }

    private static String prefix(TrainedNetwork<?> member) {
        return "gates." + member.name() + ".";
    }

    /**
     * Prunes these networks as far as those were from which a state was taken, so that its tensors fit. Networks that never
     * had gates stay as they are.
     *
     * @throws IllegalArgumentException if no pruning leads there
     */
    void shrinkTo(Map<String, ArrayData> stored) {
        if (!config.gates()) {
            return;
        }
        Map<UnitLayer, Integer> units = new HashMap<>();
        for (TrainedNetwork<?> member : networks()) {
            member.unitSlots().forEach((slot, layer) -> units.put(layer, storedUnits(stored, slot, layer)));
            if (stored.keySet().stream().noneMatch(name -> name.startsWith(prefix(member)))) {
                member.settle();
            }
        }
        PruningPlan plan = PruningPlan.downTo(blueprint.structure().with(units), blueprint.structure());
        carryOut(plan, networks());
    }

    private static int storedUnits(Map<String, ArrayData> stored, String slot, UnitLayer layer) {
        ArrayData data = stored.get(slot);
        if (data != null && data.shape().length == 1) {
            return Math.toIntExact(data.shape()[0]);
        }
        boolean mayVanish =
                layer.network().equals(Blueprint.PHI_O) || layer.network().equals(Blueprint.PHI_OA);
        if (data == null && mayVanish) {
            return 0;
        }
        throw new IllegalArgumentException("the stored agent has no entry " + slot);
    }

    /** Takes over the state of gates, behind that of the tensors. */
    void restoreGates(Map<String, float[]> state) {
        for (TrainedNetwork<?> member : networks()) {
            Map<String, float[]> own = new HashMap<>();
            state.forEach((name, values) -> {
                if (name.startsWith(prefix(member))) {
                    own.put(name.substring(prefix(member).length()), values);
                }
            });
            member.restoreGates(own);
        }
    }
}
