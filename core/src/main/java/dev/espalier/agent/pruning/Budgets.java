package dev.espalier.agent.pruning;

import dev.espalier.agent.pruning.Budget.Kind;
import dev.espalier.architecture.Blueprint;
import dev.espalier.prune.GateArrays;
import dev.espalier.prune.PruneConfig;
import dev.espalier.prune.PruningPlan;
import dev.espalier.prune.Structure;
import dev.espalier.prune.UnitLayer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * The budgets of a run: for deployed parameters, trained parameters, both or neither. Without budgets this class does
 * nothing, and the pressures nu decide.
 */
public final class Budgets {

    private final List<Budget> budgets = new ArrayList<>();
    private final boolean arePressed;

    /**
     * Creates the budgets at the start of a run.
     *
     * @throws dev.espalier.settings.InvalidSettingException if a target cannot be reached by removing units
     */
    Budgets(Blueprint blueprint, PruneConfig config) {
        arePressed = config.isByTheta();
        Integer deployed = config.target().deployed();
        if (deployed != null) {
            budgets.add(new Budget(Kind.DEPLOYED, deployed, blueprint, config));
        }
        Integer trained = config.target().trained();
        if (trained != null) {
            budgets.add(new Budget(Kind.TRAINED, trained, blueprint, config));
        }
    }

    boolean isEmpty() {
        return budgets.isEmpty();
    }

    /** Filters the layers whose units any budget counts; all layers without a budget. */
    public List<UnitLayer> counted(List<UnitLayer> layers) {
        if (budgets.isEmpty()) {
            return layers;
        }
        Set<UnitLayer> all = new HashSet<>();
        budgets.forEach(budget -> all.addAll(budget.layers()));
        return layers.stream().filter(all::contains).toList();
    }

    /** The price of a unit of a layer, summed over all budgets, in units of its network's running loss. */
    ToDoubleFunction<UnitLayer> price(ToDoubleFunction<UnitLayer> expected) {
        Map<UnitLayer, Double> sum = new HashMap<>();
        budgets.forEach(
                budget -> budget.price(expected).forEach((layer, price) -> sum.merge(layer, price, Double::sum)));
        return layer -> sum.getOrDefault(layer, 0.0);
    }

    /** Updates every pressure from the expected size. */
    void control(ToDoubleFunction<UnitLayer> expected, double progress) {
        budgets.forEach(budget -> budget.control(expected, progress));
    }

    /** Whether all paths are almost at their ends, so that the pressure does not rise any more. */
    boolean areNearTargets(double progress) {
        return budgets.stream().allMatch(budget -> budget.isNearTarget(progress));
    }

    /** Whether a structure of units that stay for good leaves room for others below every target. */
    boolean haveRoom(Structure structure) {
        return budgets.stream().allMatch(budget -> budget.hasRoom(structure));
    }

    /** Whether there are targets and no size is above its target. */
    boolean areMet(Structure structure) {
        return !budgets.isEmpty() && !areOverrun(structure);
    }

    /** Whether any size is above its target. */
    boolean areOverrun(Structure structure) {
        return budgets.stream().anyMatch(budget -> budget.isOverrun(structure));
    }

    /** Whether any size is clearly above its path. */
    boolean areExceeded(Structure structure, double progress) {
        return budgets.stream().anyMatch(budget -> budget.isExceeded(structure, progress));
    }

    /**
     * Plans the removal of units until no size is above its path. The budget of deployed parameters alone, if there is
     * one, cuts the deployed networks; an excess of trained parameters is cut in other networks as far as possible.
     *
     * @param scores scores of the units of all layers; the lowest are removed first
     */
    PruningPlan plan(Structure structure, Map<UnitLayer, float[]> scores, double progress) {
        Map<UnitLayer, float[]> open = new LinkedHashMap<>(scores);
        PruningPlan plan = new PruningPlan(structure, Map.of());
        for (Budget budget : budgets) {
            plan = cut(plan, budget, open, progress);
            open.keySet().removeAll(budget.layers());
        }
        for (Budget budget : budgets) {
            plan = cut(plan, budget, scores, progress);
        }
        return plan;
    }

    private static PruningPlan cut(PruningPlan plan, Budget budget, Map<UnitLayer, float[]> scores, double progress) {
        Map<UnitLayer, float[]> left = new LinkedHashMap<>();
        scores.forEach((layer, values) -> left.put(layer, GateArrays.select(values, plan.kept(layer))));
        return plan.then(budget.downTo(budget.wanted(progress), plan.after(), left));
    }

    /** The wanted size of each budget and, if theta decides, its pressure, under their TensorBoard tags. */
    public SequencedMap<String, Double> metrics(double progress) {
        SequencedMap<String, Double> metrics = new LinkedHashMap<>();
        for (Budget budget : budgets) {
            metrics.put("prune/wanted_" + budget.kind().key(), budget.wanted(progress));
            if (arePressed) {
                metrics.put("prune/pressure_" + budget.kind().key(), budget.pressure());
            }
        }
        return metrics;
    }

    /** The live arrays of the controllers, by name. */
    public SequencedMap<String, float[]> state() {
        SequencedMap<String, float[]> state = new LinkedHashMap<>();
        budgets.forEach(budget -> state.put("pressure." + budget.kind().key(), budget.state()));
        return state;
    }
}
