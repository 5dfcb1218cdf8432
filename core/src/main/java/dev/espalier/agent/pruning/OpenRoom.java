package dev.espalier.agent.pruning;

import dev.espalier.architecture.Blueprint;
import dev.espalier.prune.Gates;
import dev.espalier.prune.Structure;
import dev.espalier.prune.UnitLayer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How many units there is room for to stay for good. If units of more than the target stayed before pressure had done its
 * work, the run could not end at its target; so gates that would be too many go on being drawn, and pressed, until the last cut.
 */
final class OpenRoom {

    private final Structure structure;
    private final Budgets budgets;
    private final Map<UnitLayer, Integer> open = new HashMap<>();

    /** Layers for whose units there was no room; it does not become more. */
    private final Set<UnitLayer> full = new HashSet<>();

    /** The room of now: units without gates, and those whose gate is open for good, take theirs. */
    OpenRoom(Members members, Budgets budgets) {
        this.budgets = budgets;
        structure = members.blueprint().structure();
        for (Gates gates : members.gates()) {
            gates.layers()
                    .forEach(layer -> open.put(
                            layer, Math.max(gates.decisions().opened(layer), Blueprint.mayVanish(layer) ? 0 : 1)));
        }
    }

    /** Takes the room of one more unit of a layer, if there is any. */
    boolean take(UnitLayer layer) {
        if (full.contains(layer)) {
            return false;
        }
        open.merge(layer, 1, Integer::sum);
        if (budgets.haveRoom(structure.with(open))) {
            return true;
        }
        open.merge(layer, -1, Integer::sum);
        full.add(layer);
        return false;
    }
}
