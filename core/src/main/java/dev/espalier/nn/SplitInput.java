package dev.espalier.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * What a network reads, in blocks of columns: those that stay the same while several actions are valued in the same states,
 * and those around them that do not. What a first layer makes of the same columns has to be computed only once.
 *
 * @param before the first columns, {@code [batch, m]}; null if there are none
 * @param same those that stay the same, {@code [batch, n]}, without gradient
 * @param after the last columns, {@code [batch, k]}
 */
public record SplitInput(@Nullable Tensor before, Tensor same, Tensor after) {

    /** All columns side by side. */
    public Tensor whole() {
        return torch.cat(before == null ? new TensorVector(same, after) : new TensorVector(before, same, after), 1);
    }

    /** Where the columns that stay the same begin. */
    long sameFrom() {
        return before == null ? 0 : before.size(1);
    }
}
