package dev.espalier.nn;

import dev.espalier.prune.Usefulness;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.jspecify.annotations.Nullable;

/** A network under the drawn gates of one update. */
interface DrawnNetwork<N extends Network<N>> {

    /** The network through which the loss runs. */
    N network();

    /** The tensors whose gradients the weights need. */
    List<Tensor> parameters();

    /** The gates, {@code [units]}, with gradient; null without gates. */
    @Nullable
    Tensor xi();

    /** Computes the usefulness of all units from derivatives of the loss with respect to {@link #xi}. */
    Usefulness usefulness(float[] derivatives);

    /**
     * Maps gradients to all parameters of the whole network, in the optimiser's order.
     *
     * @param gradients gradients of {@link #parameters}; further entries are ignored
     */
    TensorVector gradients(TensorVector gradients);

    /** Copies state that is learnt without gradients, such as running statistics, to the whole network. */
    void handBack();
}
