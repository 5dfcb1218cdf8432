package dev.espalier.nn;

import dev.espalier.prune.UnitLayer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.Tensor;

/**
 * A network as whoever optimises, stores or prunes it sees it: tensors by name. What it computes is its own affair.
 * Networks are immutable views: the same tensors may stand in a view that learns and in one that is only read.
 *
 * @param <N> the network's own type
 */
public interface Network<N extends Network<N>> {

    /** Every tensor by name, in a fixed order. A layer without units has none but its diagonal. */
    SequencedMap<String, Slot> slots();

    /** The same network over other tensors of the same names. */
    N map(BiFunction<String, Slot, Tensor> change);

    /** The same network whose hidden units are multiplied by factors of shape {@code [units]}, one for each layer. */
    N scaled(Map<UnitLayer, Tensor> factors);

    /**
     * This network in evaluation mode, as others may read it: the same memory, so always the same values, but no gradient
     * reaches the weights. A loss that runs through it pays for no weight gradients. Batch norm uses running statistics.
     */
    N frozen();

    /** A copy in evaluation mode with memory of its own: the start of a target network. */
    default N frozenCopy() {
        return frozen().map((_, slot) -> slot.tensor().clone());
    }

    /** The tensors that an optimiser moves, by name. */
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
