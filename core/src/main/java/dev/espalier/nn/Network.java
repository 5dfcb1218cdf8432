package dev.espalier.nn;

import dev.espalier.prune.UnitLayer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.Tensor;

/**
 * A network as optimisers, checkpoints and pruning see it: named tensors. Subtypes define the computation. Networks are
 * immutable views: a trainable view and a view in evaluation mode may share the same tensors.
 *
 * @param <N> the network's own type
 */
public interface Network<N extends Network<N>> {

    /** All tensors by name, in a fixed order. A layer without units has only its diagonal, if any. */
    SequencedMap<String, Slot> slots();

    /** Creates the same network with other tensors under the same names. */
    N map(BiFunction<String, Slot, Tensor> change);

    /** Creates the same network with factors of its hidden units, {@code [units]} for each layer. */
    N scaled(Map<UnitLayer, Tensor> factors);

    /**
     * Creates a view of this network in evaluation mode for other losses. It shares the memory, so its values are
     * always current, but no gradient reaches the weights, and losses through it compute no weight gradients. Batch
     * norm uses running statistics.
     */
    default N frozen() {
        return map((_, slot) -> slot.tensor().detach());
    }

    /** Creates a copy in evaluation mode with its own memory: the initial target network. */
    default N frozenCopy() {
        return frozen().map((_, slot) -> slot.tensor().clone());
    }

    /** The trainable tensors by name. */
    default SequencedMap<String, Tensor> parameters() {
        SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
        slots().forEach((name, slot) -> {
            if (slot.learnt()) {
                parameters.put(name, slot.tensor());
            }
        });
        return parameters;
    }
}
