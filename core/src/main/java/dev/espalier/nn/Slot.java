package dev.espalier.nn;

import dev.espalier.prune.Axis;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * One named tensor of a network.
 *
 * @param tensor the live tensor
 * @param axes the meaning of the entries along each axis
 * @param learnt whether the optimiser updates it; false for statistics of batch norm
 */
public record Slot(Tensor tensor, List<Axis> axes, boolean learnt) {

    static Slot learnt(Tensor tensor, Axis... axes) {
        return new Slot(tensor, List.of(axes), true);
    }
}
