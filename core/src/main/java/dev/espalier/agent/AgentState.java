package dev.espalier.agent;

import dev.espalier.agent.pruning.Members;
import dev.espalier.architecture.Blueprint;
import dev.espalier.nn.TrainState;
import dev.espalier.prune.GateArrays;
import dev.espalier.prune.Gates;
import dev.espalier.prune.PruningPlan;
import dev.espalier.prune.Structure;
import dev.espalier.prune.UnitLayer;
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

/** The state of an agent as named arrays, which checkpoints save and restore. */
final class AgentState {

    private static final String GATES = "gates.";

    private final Members members;
    private final SequencedMap<String, float[]> pressure;
    private final Algorithm algorithm;
    private final Features features;
    private final boolean prunable;

    /** @param prunable whether pruning may have shrunk the networks */
    AgentState(Networks networks, Algorithm algorithm, Features features, boolean prunable) {
        this.members = networks.members();
        this.pressure = networks.pruner().budgets().state();
        this.algorithm = algorithm;
        this.features = features;
        this.prunable = prunable;
    }

    /** Copies of all weights, target weights, optimiser state and gates. */
    SequencedMap<String, ArrayData> copy() {
        SequencedMap<String, ArrayData> state = new LinkedHashMap<>();
        tensors().forEach((name, tensor) -> state.put(name, Tensors.toArrayData(tensor)));
        gates().forEach((name, values) -> state.put(
                name,
                new ArrayData(ArrayData.Type.F32, new long[] {values.length}, MemorySegment.ofArray(values.clone()))));
        return state;
    }

    /** All live tensors by name. */
    private SequencedMap<String, Tensor> tensors() {
        SequencedMap<String, Tensor> all = new LinkedHashMap<>();
        members.networks().forEach(network -> all.putAll(network.tensors()));
        all.putAll(algorithm.tensors());
        all.putAll(features.tensors());
        return all;
    }

    /** The state of all gates and of the pressure on them, by name. */
    private SequencedMap<String, float[]> gates() {
        SequencedMap<String, float[]> all = new LinkedHashMap<>();
        for (TrainState<?> network : members.networks()) {
            Gates gates = network.gates();
            if (gates != null) {
                gates.state().forEach((name, values) -> all.put(prefix(network) + name, values));
            }
        }
        pressure.forEach((name, values) -> all.put(GATES + name, values));
        return all;
    }

    private static String prefix(TrainState<?> network) {
        return GATES + network.name() + ".";
    }

    /**
     * Prunes the agent to the stored structure, and overwrites its tensors and gates.
     *
     * @throws IllegalArgumentException naming the entry that is missing or does not fit
     */
    void restore(Map<String, ArrayData> stored) {
        shrinkTo(stored);
        requireNoMore(stored);
        tensors().forEach((name, tensor) -> Tensors.restore(name, tensor, entry(stored, name)));
        restoreGates(stored);
    }

    /** Prunes until the stored tensors fit. Networks without gates in the stored state lose theirs, if any. */
    private void shrinkTo(Map<String, ArrayData> stored) {
        if (!prunable) {
            return;
        }
        Map<UnitLayer, Integer> units = new HashMap<>();
        for (TrainState<?> network : members.networks()) {
            network.unitSlots().forEach((slot, layer) -> units.put(layer, units(stored, slot, layer)));
            if (stored.keySet().stream().noneMatch(name -> name.startsWith(prefix(network)))) {
                network.decide();
            }
        }
        Structure present = members.blueprint().structure();
        members.carryOut(PruningPlan.downTo(present.with(units), present), members.networks());
    }

    private static int units(Map<String, ArrayData> stored, String slot, UnitLayer layer) {
        ArrayData data = stored.get(slot);
        if (data != null && data.shape().length == 1) {
            return Math.toIntExact(data.shape()[0]);
        }
        if (data == null && Blueprint.mayVanish(layer)) {
            return 0;
        }
        throw new IllegalArgumentException("the stored agent has no entry " + slot);
    }

    private void restoreGates(Map<String, ArrayData> stored) {
        Map<String, float[]> all = new HashMap<>();
        stored.forEach((name, data) -> {
            if (name.startsWith(GATES)) {
                all.put(name, data.bytes().toArray(ValueLayout.JAVA_FLOAT_UNALIGNED));
            }
        });
        for (TrainState<?> network : members.networks()) {
            Map<String, float[]> own = new HashMap<>();
            all.forEach((name, values) -> {
                if (name.startsWith(prefix(network))) {
                    own.put(name.substring(prefix(network).length()), values);
                }
            });
            network.restoreGates(own);
        }
        Map<String, float[]> ofPressure = new HashMap<>();
        pressure.forEach((name, values) -> ofPressure.put(GATES + name, values));
        GateArrays.restore(ofPressure, all);
    }

    /** An unknown entry would be ignored silently, so the restored agent would differ from the stored one. */
    private void requireNoMore(Map<String, ArrayData> stored) {
        SortedSet<String> unknown = new TreeSet<>(stored.keySet());
        unknown.removeAll(tensors().keySet());
        unknown.removeAll(gates().keySet());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "the stored agent has an entry " + unknown.first() + ", this one has not");
        }
    }

    private static ArrayData entry(Map<String, ArrayData> stored, String name) {
        ArrayData data = stored.get(name);
        if (data == null) {
            throw new IllegalArgumentException("the stored agent has no entry " + name);
        }
        return data;
    }
}
