package dev.espalier.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * The input of a network in three blocks of columns. The middle block is shared by several actions in the same states,
 * so its part in the first layer is computed only once. The blocks around it depend on the action.
 *
 * @param before the first columns, {@code [batch, m]}; null if there are none
 * @param same the shared columns, {@code [batch, n]}, without gradient
 * @param after the last columns, {@code [batch, k]}
 */
public record SplitInput(@Nullable Tensor before, Tensor same, Tensor after) {

    /** Concatenates all columns. */
    public Tensor whole() {
        return torch.cat(before == null ? new TensorVector(same, after) : new TensorVector(before, same, after), 1);
    }

    /** Index of the first shared column. */
    long sameFrom() {
        return before == null ? 0 : before.size(1);
    }
}
