package dev.espalier.nn;

import dev.espalier.prune.Usefulness;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.jspecify.annotations.Nullable;

/**
 * A network as an update runs through it.
 *
 * @param <N> the network's type
 */
interface DrawnNetwork<N extends Network<N>> {

    /** The network, through which the loss is to run. */
    N network();

    /** What the loss is to be differentiated by for the sake of the weights. */
    List<Tensor> parameters();

    /** The gates, {@code [units]}, with gradient; null if there are none. */
    @Nullable
    Tensor xi();

    /**
     * What all units show for theta.
     *
     * @param derivatives of the loss by {@link #xi}
     */
    Usefulness usefulness(float[] derivatives);

    /**
     * The gradients of all parameters of the whole network, in the optimiser's order.
     *
     * @param gradients those of {@link #parameters}, and what follows them
     */
    TensorVector gradients(TensorVector gradients);

    /** Hands what the network has learnt without a gradient, such as statistics, to the whole one. */
    void handBack();
}
