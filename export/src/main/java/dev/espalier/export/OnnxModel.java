package dev.espalier.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.policy.Normalisation;
import dev.espalier.policy.Policy;
import dev.espalier.policy.PolicyBundle;
import dev.espalier.policy.PolicyNetwork.Layer;
import dev.espalier.policy.RoundedPolicy;
import dev.espalier.policy.WeightFormat;
import java.util.List;
import java.util.Locale;

/**
 * A policy as an ONNX model: {@value #INPUT}, {@code [batch, observation size]}, to {@value #OUTPUT}, {@code [batch,
 * action size]}, both unscaled 32-bit floats of the task. It uses only common operators that all runtimes have: Gemm,
 * Relu, Sigmoid, Mul, Concat, Tanh, Add, and for normalisation Sub, Div, Min, Max; for rounded weights, which it stores
 * as they are, Cast (float16) or DequantizeLinear with a scale for each output unit (int8, int4).
 *
 * <p>Its metadata are {@code format, version, commit, task, step, parameters, lost_episodes, weights, layers, tolerance,
 * golden}. {@code layers} and {@code golden}, the golden vectors, are JSON.
 */
public final class OnnxModel {

    public static final String INPUT = "observation";

    public static final String OUTPUT = "action";

    /** Value of {@code format} in the metadata. */
    public static final String FORMAT = "espalier-policy-onnx";

    /** Of 2022, so that older runtimes can read it; all used operators have been stable since. */
    private static final int OPERATOR_SET = 17;

    /** Version of the file format for this operator set. */
    private static final int FILE_FORMAT = 8;

    /** Of 2024, the first with integers of 4 bits. */
    private static final int INT4_OPERATOR_SET = 21;

    private static final int INT4_FILE_FORMAT = 10;

    private OnnxModel() {}

    /**
     * The bytes of a model.
     *
     * @param golden golden vectors for tests; at least one
     * @throws IllegalArgumentException if a number is not finite in single precision or a golden vector's size is wrong
     */
    public static byte[] of(Policy policy, PolicyFacts facts, List<PolicyBundle.Golden> golden) {
        return of(RoundedPolicy.of(policy, WeightFormat.FLOAT32), facts, golden);
    }

    /** The bytes of a model whose weights are stored in any format; see the other {@code of}. */
    public static byte[] of(RoundedPolicy rounded, PolicyFacts facts, List<PolicyBundle.Golden> golden) {
        ExportedPolicy exported = ExportedPolicy.of(rounded, golden);
        boolean int4 = rounded.format() == WeightFormat.INT4;
        OnnxGraph graph = new OnnxGraph(facts.task());
        graph.input(INPUT, exported.observationSize());
        String means = network(exported, graph);
        String decided = graph.add("Tanh", "squashed", means);
        if (!exported.hasUnitWidth()) {
            String width = graph.constant("half_width", exported.halfWidth(), exported.actionSize());
            decided = graph.add("Mul", "stretched", decided, width);
        }
        if (!exported.isCentred()) {
            graph.add("Add", "shifted", decided, graph.constant("centre", exported.centre(), exported.actionSize()));
        }
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(int4 ? INT4_FILE_FORMAT : FILE_FORMAT)
                .setProducerName("Espalier")
                .setProducerVersion(facts.version())
                .setDomain("dev.espalier")
                .setDocString("What to do in " + facts.task() + ": raw observation in, action of the task out.")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(int4 ? INT4_OPERATOR_SET : OPERATOR_SET))
                .setGraph(graph.build(OUTPUT, exported.actionSize()));
        describe(model, exported, facts, golden);
        return model.build().toByteArray();
    }

    private static String network(ExportedPolicy exported, OnnxGraph graph) {
        String read = normalised(exported, graph);
        int width = exported.read();
        for (int i = 0; i < exported.layers().size(); i++) {
            Layer layer = exported.layers().get(i);
            String found = sums(graph, exported, i, read, width);
            switch (layer.activation()) {
                case NONE -> {}
                case RELU -> found = graph.add("Relu", "relu" + i, found);
                case SWISH -> found = graph.add("Mul", "swish" + i, found, graph.add("Sigmoid", "sigmoid" + i, found));
            }
            if (layer.handsOn() && width > 0) {
                found = graph.add("Concat", "hands_on" + i, found, read);
                graph.attribute("axis", 1);
            }
            width = layer.handsOn() ? layer.outputs() + width : layer.outputs();
            read = found;
        }
        return read;
    }

    /** The input of the layers: the observation, or the clipped (observation - mean) / deviation. */
    private static String normalised(ExportedPolicy exported, OnnxGraph graph) {
        Normalisation normalisation = exported.normalisation();
        if (normalisation == null) {
            return INPUT;
        }
        int size = normalisation.size();
        String centred =
                graph.add("Sub", "observation_centred", INPUT, graph.constant("mean", normalisation.mean(), size));
        String normal = graph.add(
                "Div", "observation_normal", centred, graph.constant("deviation", normalisation.deviation(), size));
        float limit = normalisation.limit();
        // Not Clip, which may turn NaN into a number.
        String below = graph.add("Min", "observation_below", normal, graph.constant("limit", new float[] {limit}, 1));
        return graph.add("Max", "observation_read", below, graph.constant("lower_limit", new float[] {-limit}, 1));
    }

    /** W x + b. A layer without inputs gets the observation with weights of 0, so that it has a row per sample. */
    private static String sums(OnnxGraph graph, ExportedPolicy exported, int i, String read, int width) {
        Layer layer = exported.layers().get(i);
        boolean blind = width == 0;
        int inputs = blind ? exported.observationSize() : width;
        String sums = graph.add(
                "Gemm",
                "sums" + i,
                blind ? INPUT : read,
                blind
                        ? graph.constant("weight" + i, new float[layer.outputs() * inputs], layer.outputs(), inputs)
                        : OnnxWeights.add(graph, i, exported.weights().get(i)),
                graph.constant("bias" + i, layer.bias(), layer.outputs()));
        graph.attribute("transB", 1);
        return sums;
    }

    private static void describe(
            ModelProto.Builder model, ExportedPolicy exported, PolicyFacts facts, List<PolicyBundle.Golden> golden) {
        JsonMapper json = new JsonMapper();
        ArrayNode layers = json.createArrayNode();
        for (Layer layer : exported.layers()) {
            layers.addObject()
                    .put("inputs", layer.inputs())
                    .put("outputs", layer.outputs())
                    .put("activation", layer.activation().name().toLowerCase(Locale.ROOT))
                    .put("hands_on", layer.handsOn());
        }
        ObjectNode vectors = json.createObjectNode();
        ArrayNode observations = vectors.putArray(INPUT);
        ArrayNode actions = vectors.putArray(OUTPUT);
        for (PolicyBundle.Golden vector : golden) {
            observations.addPOJO(vector.observation());
            actions.addPOJO(vector.action());
        }
        entry(model, "format", FORMAT);
        entry(model, "version", facts.version());
        entry(model, "commit", facts.commit());
        entry(model, "task", facts.task());
        entry(model, "step", Long.toString(facts.step()));
        entry(model, "parameters", Long.toString(facts.parameters()));
        entry(model, "lost_episodes", Integer.toString(facts.lostEpisodes()));
        entry(model, "weights", exported.format().lowerCase());
        entry(model, "layers", layers.toString());
        entry(model, "tolerance", Double.toString(facts.tolerance()));
        entry(model, "golden", vectors.toString());
    }

    private static void entry(ModelProto.Builder model, String key, String value) {
        model.addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(value));
    }
}
