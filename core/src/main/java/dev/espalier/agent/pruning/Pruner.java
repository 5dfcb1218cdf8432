package dev.espalier.agent.pruning;

import dev.espalier.architecture.ParameterCount;
import dev.espalier.nn.Pressure;
import dev.espalier.nn.TrainState;
import dev.espalier.prune.Gates;
import dev.espalier.prune.PruneConfig;
import dev.espalier.prune.PruneEvent;
import dev.espalier.prune.PrunePhase;
import dev.espalier.prune.PruningPlan;
import dev.espalier.prune.Structure;
import dev.espalier.prune.UnitLayer;
import dev.espalier.tensor.RandomStreams;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Decides which units of an agent's networks go and which stay, and when: by theta of their gates, which falls to 0 or comes to
 * stay near 1, and at the end of the free phase for all that are undecided; or, to compare with, by the size of weights or by chance.
 */
public final class Pruner {

    private final PruneConfig config;
    private final Members members;
    private final Budgets budgets;
    private final RandomStreams streams;
    private PrunePhase phase = PrunePhase.HELD;
    private double progress;

    /** @param streams draws the units that go by chance */
    public Pruner(PruneConfig config, Members members, RandomStreams streams) {
        this.config = config;
        this.members = members;
        this.streams = streams;
        budgets = new Budgets(members.blueprint(), config);
    }

    public Budgets budgets() {
        return budgets;
    }

    /** What a network's units have to withstand. */
    public Pressure pressure(Supplier<ToDoubleFunction<UnitLayer>> price) {
        return new Pressure() {
            @Override
            public boolean isHeld() {
                return !config.isByTheta() || phase != PrunePhase.FREE;
            }

            @Override
            public ToDoubleFunction<UnitLayer> perUnit() {
                return price.get();
            }
        };
    }

    /** What the units of a network cost. */
    public ToDoubleFunction<UnitLayer> price(Regulariser regulariser) {
        return budgets.isEmpty() ? regulariser.price(members.expected()) : budgets.price(members.expected());
    }

    /**
     * Enters the phase that the schedule is in: theta is held, moves, or is decided for good.
     *
     * @return what was decided
     */
    public List<PruneEvent> enter(double now) {
        progress = now;
        phase = PrunePhase.at(config, now);
        boolean isToBeDecided =
                phase == PrunePhase.DECIDED && (!members.gates().isEmpty() || budgets.areOverrun(structure()));
        return isToBeDecided ? decide() : List.of();
    }

    private List<PruneEvent> decide() {
        // Prices of the moment before: deciding changes what is expected.
        Map<TrainState<?>, ToDoubleFunction<UnitLayer>> prices = members.prices();
        PruningPlan plan = budgets.isEmpty() ? rounded() : fitting();
        List<PruneEvent> events = members.events(plan, prices);
        // Even where no unit goes, the gates do.
        members.carryOut(plan, members.networks());
        return events;
    }

    private PruningPlan rounded() {
        members.networks().forEach(TrainState::decide);
        return due();
    }

    private PruningPlan fitting() {
        PruningPlan plan = budgets.plan(structure(), scores(), progress);
        members.networks().forEach(network -> network.decide(plan));
        return plan;
    }

    /**
     * Removes every unit that is due, from everything at once, and opens for good what has long stayed.
     *
     * @return what was removed and opened
     */
    public List<PruneEvent> prune() {
        return config.isByTheta() ? byTheta() : byScores();
    }

    private List<PruneEvent> byTheta() {
        Set<TrainState<?>> decided = new HashSet<>();
        boolean anyOpened = false;
        if (phase == PrunePhase.FREE && budgets.areNearTargets(progress)) {
            var room = new OpenRoom(members, budgets);
            for (TrainState<?> network : members.networks()) {
                Gates gates = network.gates();
                if (gates != null) {
                    if (network.openGates(room::take)) {
                        decided.add(network);
                    }
                    anyOpened |= gates.decisions().hasOpened();
                }
            }
        }
        PruningPlan plan = due();
        boolean isNothingToDo = plan.isEmpty() && !anyOpened && decided.isEmpty();
        List<PruneEvent> events = new ArrayList<>(isNothingToDo ? List.of() : remove(plan, decided));
        if (phase == PrunePhase.FREE) {
            budgets.control(members.expected(), progress);
            // What is left fits: if more went, as theta also falls by chance, the run would end too small.
            if (!members.gates().isEmpty() && budgets.areMet(structure())) {
                events.addAll(decide());
            }
        }
        return events;
    }

    private List<PruneEvent> byScores() {
        boolean isTooLarge = phase == PrunePhase.FREE && budgets.areExceeded(structure(), progress);
        return isTooLarge ? remove(budgets.plan(structure(), scores(), progress), Set.of()) : List.of();
    }

    /** @param others networks that are to be made anew although they lose nothing */
    private List<PruneEvent> remove(PruningPlan plan, Set<TrainState<?>> others) {
        List<PruneEvent> events = members.events(plan, members.prices());
        members.carryOut(
                plan,
                members.networks().stream()
                        .filter(network -> others.contains(network) || network.isTouchedBy(plan))
                        .toList());
        return events;
    }

    private Structure structure() {
        return members.blueprint().structure();
    }

    private Map<UnitLayer, float[]> scores() {
        if (config.isByTheta()) {
            return UnitScores.theta(members);
        }
        return config.isByMagnitude()
                ? UnitScores.magnitude(members)
                // The number of parameters left says how far pruning is.
                : UnitScores.random(
                        members,
                        streams.at(
                                "random pruning",
                                ParameterCount.of(members.blueprint()).trained()));
    }

    private PruningPlan due() {
        Map<UnitLayer, int[]> kept = new HashMap<>();
        members.gates().forEach(gates -> kept.putAll(gates.decisions().survivors()));
        return new PruningPlan(structure(), kept);
    }
}
