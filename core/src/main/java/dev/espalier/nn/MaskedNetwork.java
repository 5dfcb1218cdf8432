package dev.espalier.nn;

import dev.espalier.prune.Usefulness;
import dev.espalier.tensor.Tensors;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.jspecify.annotations.Nullable;

/**
 * A network of which an update computes every unit; closed gates, if there are any, multiply units by 0.
 *
 * @param xi all gates, or null
 */
record MaskedNetwork<N extends Network<N>>(
        N network, List<Tensor> parameters, @Nullable Tensor xi) implements DrawnNetwork<N> {

    @Override
    public Usefulness usefulness(float[] derivatives) {
        return Usefulness.ofAll(Tensors.toFloats(Objects.requireNonNull(xi)), derivatives);
    }

    @Override
    public TensorVector gradients(TensorVector gradients) {
        return gradients;
    }

    @Override
    public void handBack() {}
}
