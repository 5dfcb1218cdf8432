package dev.espalier.nn;

import dev.espalier.prune.Axis;
import dev.espalier.prune.PruningPlan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Carries a pruning plan out on tensors: copies the entries that stay. */
final class Slicing {

    private final PruningPlan plan;
    private final Map<Axis, Tensor> positions = new HashMap<>();

    Slicing(PruningPlan plan) {
        this.plan = plan;
    }

    /** Whether the plan removes entries along one of these axes. */
    boolean touches(List<Axis> axes) {
        return axes.stream().anyMatch(axis -> plan.touches(axis.layers()));
    }

    /** What remains of a tensor, in memory of its own. */
    Tensor cut(Tensor tensor, List<Axis> axes) {
        Tensor remaining = tensor.detach();
        for (int dimension = 0; dimension < axes.size(); dimension++) {
            Axis axis = axes.get(dimension);
            if (plan.touches(axis.layers())) {
                remaining = remaining.index_select(dimension, positions(axis, tensor));
            }
        }
        return touches(axes) ? remaining : remaining.clone();
    }

    private Tensor positions(Axis axis, Tensor like) {
        return positions.computeIfAbsent(
                axis, _ -> Tensor.create(plan.kept(axis)).to(like.device(), torch.ScalarType.Long));
    }
}
