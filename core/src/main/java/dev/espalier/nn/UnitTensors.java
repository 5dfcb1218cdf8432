package dev.espalier.nn;

import dev.espalier.prune.Axis;
import dev.espalier.prune.UnitLayer;
import dev.espalier.tensor.Scope;
import dev.espalier.tensor.Tensors;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** Assigns the tensors of a network to the layers whose units they belong to, by their axes. */
final class UnitTensors {

    private UnitTensors() {}

    /** The layer whose units are the whole first axis. */
    private static Optional<UnitLayer> owner(Slot slot) {
        Axis first = slot.axes().getFirst();
        return first.fixedSize() == 0 && first.layers().size() == 1
                ? Optional.of(first.layers().getFirst())
                : Optional.empty();
    }

    /** The names of the units' biases, one for each layer that has units. */
    static Map<String, UnitLayer> biases(String prefix, Network<?> network) {
        Map<String, UnitLayer> found = new HashMap<>();
        network.slots().forEach((name, slot) -> {
            if (name.endsWith(".bias")) {
                owner(slot).ifPresent(layer -> found.put(prefix + name, layer));
            }
        });
        return found;
    }

    /**
     * The magnitude of each unit's weights, {@code [units]}: the norm of its weight row or, since batch norm cancels
     * this norm, the absolute value of its batch norm's scale.
     */
    static Map<UnitLayer, float[]> magnitudes(Network<?> network) {
        Map<UnitLayer, float[]> magnitudes = new LinkedHashMap<>();
        try (Scope _ = Scope.open()) {
            collect(network, magnitudes);
        }
        return magnitudes;
    }

    private static void collect(Network<?> network, Map<UnitLayer, float[]> magnitudes) {
        network.slots()
                .forEach((name, slot) -> owner(slot).ifPresent(layer -> {
                    Tensor tensor = slot.tensor().detach();
                    if (name.endsWith(".weight")) {
                        magnitudes.put(
                                layer, Tensors.toFloats(tensor.square().sum(1).sqrt()));
                    } else if (name.endsWith(".scale")) {
                        magnitudes.put(layer, Tensors.toFloats(tensor.abs()));
                    }
                }));
    }
}
