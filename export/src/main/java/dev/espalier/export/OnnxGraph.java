package dev.espalier.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;

/** Builds an ONNX graph operator by operator. Each has one output of 32-bit floats, {@code [batch, width]}. */
final class OnnxGraph {

    /** Name of the dimension with variable size. */
    static final String BATCH = "batch";

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final List<NodeProto.Builder> nodes = new ArrayList<>();

    OnnxGraph(String name) {
        graph.setName(name);
    }

    /** Declares an input, {@code [batch, width]}. */
    void input(String name, int width) {
        graph.addInput(value(name, width));
    }

    /** Adds an operator on these values and constants; returns its name, which is also that of its output. */
    String add(String operator, String name, String... inputs) {
        nodes.add(NodeProto.newBuilder()
                .setOpType(operator)
                .setName(name)
                .addAllInput(List.of(inputs))
                .addOutput(name));
        return name;
    }

    /** Sets an integer attribute of the last operator. */
    void attribute(String name, long value) {
        nodes.getLast()
                .addAttribute(AttributeProto.newBuilder()
                        .setName(name)
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(value));
    }

    /** Adds a constant, row by row; returns its name. */
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

    /**
     * Adds a constant of any type; returns its name.
     *
     * @param type a {@link TensorProto.DataType}
     * @param bytes the entries row by row, little-endian
     */
    String constant(String name, TensorProto.DataType type, byte[] bytes, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .setRawData(ByteString.copyFrom(bytes));
        for (long side : shape) {
            tensor.addDims(side);
        }
        graph.addInitializer(tensor);
        return name;
    }

    /** Completes the graph; its output, {@code [batch, width]}, is that of the last operator, under this name. */
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
