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
 * The room for units that stay for good. If more units stayed than the target allows before the pressure has taken
 * effect, the run could not end at its target. So gates beyond that are drawn, and under pressure, until the last cut.
 */
final class OpenRoom {

    private final Structure structure;
    private final Budgets budgets;
    private final Map<UnitLayer, Integer> open = new HashMap<>();

    /** Layers without room for another unit; later there is no more room than now. */
    private final Set<UnitLayer> full = new HashSet<>();

    /** Computes the present room: units without gates, and units that already stay for good, use their part. */
    OpenRoom(Members members, Budgets budgets) {
        this.budgets = budgets;
        structure = members.blueprint().structure();
        for (Gates gates : members.gates()) {
            gates.layers()
                    .forEach(layer -> open.put(
                            layer, Math.max(gates.decisions().opened(layer), Blueprint.mayVanish(layer) ? 0 : 1)));
        }
    }

    /** Reserves room for one more unit of a layer, if there is any. */
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
