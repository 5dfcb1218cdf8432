package dev.espalier.nn;

import dev.espalier.prune.Axis;
import dev.espalier.prune.PruningPlan;
import dev.espalier.tensor.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Applies a pruning plan to tensors: copies the entries that stay. */
final class Slicing {

    private final PruningPlan plan;
    private final Map<Axis, long[]> positions = new HashMap<>();

    Slicing(PruningPlan plan) {
        this.plan = plan;
    }

    /** Copies the remaining entries of a tensor to new memory. */
    Tensor cut(Tensor tensor, List<Axis> axes) {
        long[] shape = new long[axes.size()];
        for (int dimension = 0; dimension < shape.length; dimension++) {
            shape[dimension] = positions(axes.get(dimension)).length;
        }
        Tensor remaining = tensor.new_empty(shape);
        // Intermediate views must be freed here: they keep alive the memory that pruning is going to free.
        try (Scope _ = Scope.open()) {
            remaining.copy_(selected(tensor.detach(), axes));
        }
        return remaining;
    }

    private Tensor selected(Tensor tensor, List<Axis> axes) {
        Tensor selected = tensor;
        for (int dimension = 0; dimension < axes.size(); dimension++) {
            Axis axis = axes.get(dimension);
            if (plan.touches(axis.layers())) {
                Tensor stay = Tensor.create(positions(axis)).to(tensor.device(), torch.ScalarType.Long);
                selected = selected.index_select(dimension, stay);
            }
        }
        return selected;
    }

    private long[] positions(Axis axis) {
        return positions.computeIfAbsent(axis, plan::kept);
    }
}
