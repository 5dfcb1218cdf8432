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
 * The pruner decides which units of an agent's networks are removed or stay for good, and when. Theta of a gate may
 * fall to 0 or stay near 1; at the end of the free phase all remaining units are decided. As baselines, the magnitude
 * of weights or chance decides.
 */
public final class Pruner {

    private final PruneConfig config;
    private final Members members;
    private final Budgets budgets;
    private final RandomStreams streams;
    private PrunePhase phase = PrunePhase.HELD;
    private double progress;

    /** @param streams draws the scores of random pruning */
    public Pruner(PruneConfig config, Members members, RandomStreams streams) {
        this.config = config;
        this.members = members;
        this.streams = streams;
        budgets = new Budgets(members.blueprint(), config);
    }

    public Budgets budgets() {
        return budgets;
    }

    /** The pressure on a network's units. */
    public Pressure pressure(Supplier<ToDoubleFunction<UnitLayer>> price) {
        return new Pressure() {
            @Override
            public boolean isHeld() {
                return !config.isByTheta() || phase != PrunePhase.FREE;
            }

            @Override
            public ToDoubleFunction<UnitLayer> price() {
                return price.get();
            }
        };
    }

    /** The price of a network's units. */
    public ToDoubleFunction<UnitLayer> price(Regulariser regulariser) {
        return budgets.isEmpty() ? regulariser.price(members.expected()) : budgets.price(members.expected());
    }

    /**
     * Enters the scheduled phase: theta is held, free or decided for good.
     *
     * @return events of a final decision
     */
    public List<PruneEvent> enter(double now) {
        progress = now;
        phase = PrunePhase.at(config, now);
        boolean isToBeDecided =
                phase == PrunePhase.DECIDED && (!members.gates().isEmpty() || budgets.areOverrun(structure()));
        return isToBeDecided ? decide() : List.of();
    }

    private List<PruneEvent> decide() {
        // The prices from before the decision, which changes the expected sizes.
        Map<TrainState<?>, ToDoubleFunction<UnitLayer>> prices = members.prices();
        PruningPlan plan = budgets.isEmpty() ? rounded() : fitting();
        List<PruneEvent> events = members.events(plan, prices);
        // Even if no unit is removed, the gates are.
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
     * Removes every unit that is due from all networks at once, and opens gates that have long been near 1 for good.
     *
     * @return events of removed and opened units
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
            // The remaining units fit the target; without a decision now, chance could remove more than is wanted.
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

    /** @param others networks to rebuild although they lose no units */
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
                // The remaining number of parameters is the counter of the draw.
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
