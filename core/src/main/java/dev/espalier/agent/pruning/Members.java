package dev.espalier.agent.pruning;

import dev.espalier.architecture.Blueprint;
import dev.espalier.nn.TrainState;
import dev.espalier.nn.TrainState.Shrunk;
import dev.espalier.prune.Gates;
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

/** The members: all networks of an agent and their common blueprint. Pruning changes all of them at once. */
public final class Members {

    /** A network and a supplier of its units' present prices. */
    private record Member(TrainState<?> network, Supplier<ToDoubleFunction<UnitLayer>> price) {}

    private final List<Member> members = new ArrayList<>();
    private Blueprint blueprint;

    /** Creates an empty collection. */
    public Members(Blueprint blueprint) {
        this.blueprint = blueprint;
    }

    public void add(TrainState<?> network, Supplier<ToDoubleFunction<UnitLayer>> price) {
        members.add(new Member(network, price));
    }

    /** The blueprint of the present networks. */
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

    /** The price of a unit of each layer, for each network. */
    Map<TrainState<?>, ToDoubleFunction<UnitLayer>> prices() {
        Map<TrainState<?>, ToDoubleFunction<UnitLayer>> prices = new HashMap<>();
        members.forEach(member -> prices.put(member.network, member.price.get()));
        return prices;
    }

    /** The events of a plan and of opened gates. */
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
     * Removes units from every network that contains or reads them, as one transaction. Networks that read units opened
     * for good compensate for their new scale.
     *
     * @param touched the networks to rebuild
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
        // The last remaining unit of a layer may have been opened.
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
