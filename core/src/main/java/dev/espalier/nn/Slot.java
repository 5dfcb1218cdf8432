package dev.espalier.nn;

import dev.espalier.prune.Axis;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * One tensor of a network.
 *
 * @param tensor the live tensor
 * @param axes what the entries along each of its axes stand for
 * @param learnt whether the optimiser moves it; statistics of batch norm are not learnt
 */
public record Slot(Tensor tensor, List<Axis> axes, boolean learnt) {

    static Slot learnt(Tensor tensor, Axis... axes) {
        return new Slot(tensor, List.of(axes), true);
    }

    static Slot statistic(Tensor tensor, Axis... axes) {
        return new Slot(tensor, List.of(axes), false);
    }
}
