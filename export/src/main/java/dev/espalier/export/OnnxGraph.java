package dev.espalier.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;

/**
 * A graph of operators that grows at its end. Each operator gives one value of 32-bit floats, {@code [batch, width]}; values go by
 * their names.
 */
final class OnnxGraph {

    /** The name of the dimension that whoever runs the graph may choose. */
    static final String BATCH = "batch";

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final List<NodeProto.Builder> nodes = new ArrayList<>();

    /**
     * An empty graph.
     *
     * @param name what it is, for people
     */
    OnnxGraph(String name) {
        graph.setName(name);
    }

    /** Declares what the graph reads, {@code [batch, width]}. */
    void input(String name, int width) {
        graph.addInput(value(name, width));
    }

    /** An operator on these values and constants; the name of what it gives, which is its own. */
    String add(String operator, String name, String... inputs) {
        nodes.add(NodeProto.newBuilder()
                .setOpType(operator)
                .setName(name)
                .addAllInput(List.of(inputs))
                .addOutput(name));
        return name;
    }

    /** Gives the operator added last a whole number to go by. */
    void attribute(String name, long value) {
        nodes.getLast()
                .addAttribute(AttributeProto.newBuilder()
                        .setName(name)
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(value));
    }

    /** A constant, row by row; its name. */
    String constant(String name, float[] values, long... shape) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT_VALUE);
        for (long side : shape) {
            tensor.addDims(side);
        }
        for (float value : values) {
            tensor.addFloatData(value);
        }
        graph.addInitializer(tensor);
        return name;
    }

    /** The whole graph, which gives what the operator added last gives, {@code [batch, width]}, by this name. */
    GraphProto build(String output, int width) {
        nodes.getLast().setOutput(0, output);
        nodes.forEach(graph::addNode);
        return graph.addOutput(value(output, width)).build();
    }

    private static ValueInfoProto value(String name, int width) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDimBuilder().setDimParam(BATCH);
        shape.addDimBuilder().setDimValue(width);
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder()
                .setElemType(TensorProto.DataType.FLOAT_VALUE)
                .setShape(shape);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
