package dev.espalier.agent;

import dev.espalier.store.ArrayData;
import dev.espalier.tensor.Tensors;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.bytedeco.pytorch.Tensor;

/** What an agent has learnt, as arrays with names: written to checkpoints and read back. */
final class AgentState {

    private final Networks networks;
    private final Algorithm algorithm;
    private final Features features;

    AgentState(Networks networks, Algorithm algorithm, Features features) {
        this.networks = networks;
        this.algorithm = algorithm;
        this.features = features;
    }

    /** Copies of all weights, target weights, optimiser state and gates. */
    SequencedMap<String, ArrayData> copy() {
        SequencedMap<String, ArrayData> state = new LinkedHashMap<>();
        tensors().forEach((name, tensor) -> state.put(name, Tensors.toArrayData(tensor)));
        networks.gateState()
                .forEach((name, values) -> state.put(
                        name,
                        new ArrayData(ArrayData.Type.F32, new long[] {values.length}, MemorySegment.ofArray(values))));
        return state;
    }

    /** @throws IllegalArgumentException naming the entry that is missing or does not fit */
    void restore(Map<String, ArrayData> state) {
        networks.shrinkTo(state);
        requireNoMore(state);
        tensors().forEach((name, tensor) -> Tensors.restore(name, tensor, stored(state, name)));
        Map<String, float[]> gates = new HashMap<>();
        state.forEach((name, data) -> {
            if (name.startsWith(Networks.GATES)) {
                gates.put(name, data.bytes().toArray(ValueLayout.JAVA_FLOAT_UNALIGNED));
            }
        });
        networks.restoreGates(gates);
    }

    /** An entry that nothing takes over would be lost, and with it what the stored agent was. */
    private void requireNoMore(Map<String, ArrayData> state) {
        SortedSet<String> unknown = new TreeSet<>(state.keySet());
        unknown.removeAll(tensors().keySet());
        unknown.removeAll(networks.gateState().keySet());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "the stored agent has an entry " + unknown.first() + ", this one has not");
        }
    }

    private static ArrayData stored(Map<String, ArrayData> state, String name) {
        ArrayData data = state.get(name);
        if (data == null) {
            throw new IllegalArgumentException("the stored agent has no entry " + name);
        }
        return data;
    }

    private SequencedMap<String, Tensor> tensors() {
        SequencedMap<String, Tensor> all = networks.tensors();
        all.putAll(algorithm.tensors());
        all.putAll(features.tensors());
        return all;
    }
}
