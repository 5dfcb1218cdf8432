package dev.espalier.agent.pruning;

import dev.espalier.architecture.Blueprint;
import dev.espalier.nn.TrainState;
import dev.espalier.prune.Gates;
import dev.espalier.prune.Prunable.Shrunk;
import dev.espalier.prune.PruneEvent;
import dev.espalier.prune.PruningPlan;
import dev.espalier.prune.UnitLayer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The networks of an agent, and their blueprint, which changes with them: what is removed is removed from all at once. */
public final class Members {

    /** A network and what its units cost at this moment. */
    private record Member(TrainState<?> network, Supplier<ToDoubleFunction<UnitLayer>> price) {}

    private final List<Member> members = new ArrayList<>();
    private Blueprint blueprint;

    /** No networks yet. */
    public Members(Blueprint blueprint) {
        this.blueprint = blueprint;
    }

    public void add(TrainState<?> network, Supplier<ToDoubleFunction<UnitLayer>> price) {
        members.add(new Member(network, price));
    }

    /** The networks as they are now. */
    public Blueprint blueprint() {
        return blueprint;
    }

    public List<TrainState<?>> networks() {
        List<TrainState<?>> networks = new ArrayList<>();
        members.forEach(member -> networks.add(member.network));
        return networks;
    }

    /** The gates of the networks that have any. */
    public List<Gates> gates() {
        return members.stream()
                .flatMap(member -> Optional.ofNullable(member.network.gates()).stream())
                .toList();
    }

    /** S_l of every layer. */
    ToDoubleFunction<UnitLayer> expected() {
        Map<UnitLayer, Double> sums = new HashMap<>();
        for (Gates gates : gates()) {
            gates.layers().forEach(layer -> sums.put(layer, gates.expected(layer)));
        }
        return layer -> sums.getOrDefault(layer, (double) blueprint.structure().units(layer));
    }

    /** What a unit costs, for each network. */
    Map<TrainState<?>, ToDoubleFunction<UnitLayer>> prices() {
        Map<TrainState<?>, ToDoubleFunction<UnitLayer>> prices = new HashMap<>();
        members.forEach(member -> prices.put(member.network, member.price.get()));
        return prices;
    }

    /** What a plan does, and what was opened. */
    List<PruneEvent> events(PruningPlan plan, Map<TrainState<?>, ToDoubleFunction<UnitLayer>> prices) {
        List<PruneEvent> events = new ArrayList<>();
        for (TrainState<?> network : networks()) {
            Gates gates = network.gates();
            ToDoubleFunction<UnitLayer> price = prices.get(network);
            if (gates != null && price != null) {
                events.addAll(gates.events(plan, price));
            }
        }
        return events;
    }

    /**
     * Removes units from everything that has or reads them, as one transaction; what is opened for good goes on doing what it
     * did.
     *
     * @param touched the networks that are to be made anew
     */
    public void carryOut(PruningPlan plan, Collection<TrainState<?>> touched) {
        absorbOpened();
        List<Shrunk> prepared = new ArrayList<>();
        try {
            touched.forEach(network -> prepared.add(network.shrink(plan)));
        } catch (RuntimeException | Error e) {
            prepared.forEach(Shrunk::discard);
            throw e;
        }
        prepared.forEach(Shrunk::commit);
        blueprint = blueprint.with(plan.after());
        // A unit may have become the last of its layer, which stays.
        absorbOpened();
    }

    private void absorbOpened() {
        Map<UnitLayer, float[]> factors = new HashMap<>();
        gates().forEach(gates -> factors.putAll(gates.decisions().takeOpened()));
        if (!factors.isEmpty()) {
            networks().forEach(network -> network.absorb(factors, blueprint.structure()));
        }
    }
}
