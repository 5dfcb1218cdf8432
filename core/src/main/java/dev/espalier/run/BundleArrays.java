package dev.espalier.run;

import dev.espalier.policy.Normalisation;
import dev.espalier.policy.Policy;
import dev.espalier.policy.PolicyBundle.Golden;
import dev.espalier.policy.PolicyNetwork.Layer;
import dev.espalier.policy.RoundedPolicy;
import dev.espalier.policy.StoredWeights;
import dev.espalier.store.ArrayData;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;

/** The arrays of a bundle, as {@link dev.espalier.policy.PolicyBundle} describes them. */
final class BundleArrays {

    private BundleArrays() {}

    static SequencedMap<String, ArrayData> of(RoundedPolicy rounded, List<Golden> golden) {
        SequencedMap<String, ArrayData> arrays = new LinkedHashMap<>();
        Policy policy = rounded.policy();
        Normalisation normalisation = policy.network().normalisation();
        if (normalisation != null) {
            arrays.put("observation.mean", floats(normalisation.mean(), normalisation.size()));
            arrays.put("observation.deviation", floats(normalisation.deviation(), normalisation.size()));
        }
        int index = 0;
        for (Layer layer : policy.network().layers()) {
            StoredWeights weights = rounded.weights().get(index);
            arrays.put(index + ".weight", entries(weights));
            if (weights.format().isScaled()) {
                arrays.put(index + ".scale", floats(weights.scales(), layer.outputs()));
            }
            arrays.put(index + ".bias", floats(layer.bias(), layer.outputs()));
            index++;
        }
        arrays.put("golden.observation", rows(golden, Golden::observation, policy.observationSize()));
        arrays.put("golden.action", rows(golden, Golden::action, policy.actionSize()));
        return arrays;
    }

    private static ArrayData entries(StoredWeights weights) {
        ArrayData.Type type = switch (weights.format()) {
            case FLOAT32 -> ArrayData.Type.F32;
            case FLOAT16 -> ArrayData.Type.F16;
            case INT8 -> ArrayData.Type.I8;
            case INT4 -> ArrayData.Type.U8;
        };
        int rowEntries = weights.format().rowBytes(weights.inputs()) / type.size();
        return new ArrayData(
                type, new long[] {weights.outputs(), rowEntries}, MemorySegment.ofArray(weights.entries()));
    }

    private static ArrayData rows(List<Golden> golden, Function<Golden, double[]> part, int width) {
        float[] rows = new float[golden.size() * width];
        int i = 0;
        for (Golden vector : golden) {
            for (double entry : part.apply(vector)) {
                rows[i++] = (float) entry;
            }
        }
        return floats(rows, golden.size(), width);
    }

    private static ArrayData floats(float[] numbers, long... shape) {
        return new ArrayData(ArrayData.Type.F32, shape, MemorySegment.ofArray(numbers));
    }
}
