package dev.espalier.export;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.espalier.policy.StoredWeights;

/** The weights of an {@link OnnxModel} as they are stored, and the operator that makes them 32-bit floats. */
final class OnnxWeights {

    private OnnxWeights() {}

    /** Adds the weights of a layer, {@code [outputs, inputs]}; returns the name of their 32-bit floats. */
    static String add(OnnxGraph graph, int layer, StoredWeights weights) {
        String name = "weight" + layer;
        int outputs = weights.outputs();
        int inputs = weights.inputs();
        return switch (weights.format()) {
            case FLOAT32 -> graph.constant(name, weights.weights(), outputs, inputs);
            case FLOAT16 -> {
                graph.constant(name, TensorProto.DataType.FLOAT16, weights.entries(), outputs, inputs);
                String floats = graph.add("Cast", name + "_float", name);
                graph.attribute("to", TensorProto.DataType.FLOAT_VALUE);
                yield floats;
            }
            case INT8 -> {
                graph.constant(name, TensorProto.DataType.INT8, weights.entries(), outputs, inputs);
                yield dequantised(graph, name, layer, weights);
            }
            case INT4 -> {
                graph.constant(name, TensorProto.DataType.INT4, pairs(weights), outputs, inputs);
                yield dequantised(graph, name, layer, weights);
            }
        };
    }

    private static String dequantised(OnnxGraph graph, String name, int layer, StoredWeights weights) {
        String scales = graph.constant("scale" + layer, weights.scales(), weights.outputs());
        String floats = graph.add("DequantizeLinear", name + "_float", name, scales);
        graph.attribute("axis", 0);
        return floats;
    }

    /** As ONNX has them: two integers to a byte, the first in the low half, across the ends of rows. */
    private static byte[] pairs(StoredWeights weights) {
        int inputs = weights.inputs();
        int count = weights.outputs() * inputs;
        byte[] pairs = new byte[Math.ceilDiv(count, 2)];
        for (int i = 0; i < count; i++) {
            int half = weights.code(i / inputs, i % inputs) & 15;
            pairs[i / 2] |= (byte) (i % 2 == 0 ? half : half << 4);
        }
        return pairs;
    }
}
