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
 * What a run is to end with: parameters deployed, trained, both or neither. Without any target there is nothing to do here, and
 * the pressures nu decide.
 */
public final class Budgets {

    private final List<Budget> budgets = new ArrayList<>();
    private final boolean arePressed;

    /**
     * The budgets at the start of a run.
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

    /** Those of some layers whose units are counted by any budget; all without one. */
    public List<UnitLayer> pressed(List<UnitLayer> layers) {
        if (budgets.isEmpty()) {
            return layers;
        }
        Set<UnitLayer> counted = new HashSet<>();
        budgets.forEach(budget -> counted.addAll(budget.layers()));
        return layers.stream().filter(counted::contains).toList();
    }

    /** What a unit of a layer is to pay, by all budgets together, in units of its network's running loss. */
    ToDoubleFunction<UnitLayer> price(ToDoubleFunction<UnitLayer> expected) {
        Map<UnitLayer, Double> sum = new HashMap<>();
        budgets.forEach(
                budget -> budget.price(expected).forEach((layer, price) -> sum.merge(layer, price, Double::sum)));
        return layer -> sum.getOrDefault(layer, 0.0);
    }

    /** Lets every pressure follow the expected size. */
    void control(ToDoubleFunction<UnitLayer> expected, double progress) {
        budgets.forEach(budget -> budget.control(expected, progress));
    }

    /** Whether pressure does not rise any more, as sizes have all but come to their targets. */
    boolean areNearTargets(double progress) {
        return budgets.stream().allMatch(budget -> budget.isNearTarget(progress));
    }

    /** Whether a structure leaves room below every target for what the last cut has to choose from. */
    boolean haveRoom(Structure structure) {
        return budgets.stream().allMatch(budget -> budget.hasRoom(structure));
    }

    /** Whether there are targets, and no size is above its own any more. */
    boolean areMet(Structure structure) {
        return !budgets.isEmpty() && !areOverrun(structure);
    }

    /** Whether some size is above its target. */
    boolean areOverrun(Structure structure) {
        return budgets.stream().anyMatch(budget -> budget.isOverrun(structure));
    }

    /** Whether some size is clearly above its path. */
    boolean areExceeded(Structure structure, double progress) {
        return budgets.stream().anyMatch(budget -> budget.isExceeded(structure, progress));
    }

    /**
     * What is to go so that no size is above its path. What is deployed is cut by the budget for it alone, if there is one, and what
     * remains too much to train goes elsewhere, as far as there is anything elsewhere.
     *
     * @param scores of the units of all layers; the lowest go first
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

    /** For each budget the size that is wanted and, where theta decides, the pressure of now, under their TensorBoard tags. */
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

    /** What the controllers remember, by name: the live arrays. */
    public SequencedMap<String, float[]> state() {
        SequencedMap<String, float[]> state = new LinkedHashMap<>();
        budgets.forEach(budget -> state.put("pressure." + budget.kind().key(), budget.state()));
        return state;
    }
}
