package dev.espalier.export;

import static dev.espalier.export.RandomPolicy.FACTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.espalier.policy.ActionRange;
import dev.espalier.policy.Normalisation;
import dev.espalier.policy.Policy;
import dev.espalier.policy.PolicyBundle.Golden;
import dev.espalier.policy.PolicyNetwork;
import dev.espalier.policy.PolicyNetwork.Activation;
import dev.espalier.policy.PolicyNetwork.Layer;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ONNX Runtime, which knows only the file, against the policy in Java and a slow evaluation of it. */
class OnnxModelTest {

    private static final ActionRange UNIT = RandomPolicy.range(3, -1, 1);

    static IntStream seeds() {
        return IntStream.range(0, 100);
    }

    private static byte[] model(Policy policy) {
        return OnnxModel.of(policy, FACTS, RandomPolicy.golden(policy));
    }

    private static ModelProto parsed(Policy policy) throws InvalidProtocolBufferException {
        return ModelProto.parseFrom(model(policy));
    }

    private static Policy likeTrained(ActionRange range) {
        return RandomPolicy.draw(5, 11, new int[] {10, 0, 7}, new int[] {20, 20}, range);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void onnxRuntimeDoesWhatThePolicyDoes(int seed) throws OrtException {
        Policy policy = RandomPolicy.draw(seed);
        double[] action = new double[policy.actionSize()];
        try (OnnxController controller = OnnxController.of(model(policy))) {
            for (double[] observation : RandomPolicy.observations(policy, seed, 20)) {
                controller.act(observation, action);

                assertThat(Deviation.of(policy.range(), RandomPolicy.act(policy, observation), action))
                        .isLessThan(1e-5);
                assertThat(Deviation.of(policy.range(), RandomPolicy.slowly(policy, observation), action))
                        .isLessThan(1e-5);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void aBatchGivesWhatItsRowsGive(int seed) throws OrtException {
        Policy policy = RandomPolicy.draw(seed);
        List<double[]> observations = RandomPolicy.observations(policy, seed, 7);
        float[][] batch = new float[observations.size()][];
        for (int row = 0; row < batch.length; row++) {
            batch[row] = ExportedPolicy.entries(List.of(observations.get(row)));
        }
        double[] action = new double[policy.actionSize()];
        try (OnnxController controller = OnnxController.of(model(policy))) {
            float[][] actions = controller.actAll(batch);

            assertThat(actions).hasDimensions(7, policy.actionSize());
            for (int row = 0; row < batch.length; row++) {
                controller.act(observations.get(row), action);
                double[] inBatch = new double[action.length];
                for (int i = 0; i < action.length; i++) {
                    inBatch[i] = actions[row][i];
                }
                assertThat(Deviation.of(policy.range(), action, inBatch)).isLessThan(1e-6);
            }
        }
    }

    @Test
    void theFileKeepsToAnOldVersionAndHasTheNamesThatArePromised() throws IOException {
        ModelProto model = parsed(likeTrained(UNIT));

        assertThat(model.getIrVersion()).isEqualTo(8);
        assertThat(model.getOpsetImportList()).singleElement().satisfies(set -> {
            assertThat(set.getDomain()).isEmpty();
            assertThat(set.getVersion()).isEqualTo(17);
        });
        assertThat(model.getGraph().getInput(0).getName()).isEqualTo("observation");
        assertThat(model.getGraph().getOutput(0).getName()).isEqualTo("action");
        assertShape(model.getGraph().getInput(0).getType().getTensorType().getShape(), 11);
        assertShape(model.getGraph().getOutput(0).getType().getTensorType().getShape(), 3);
    }

    private static void assertShape(TensorShapeProto shape, int width) {
        assertThat(shape.getDimCount()).isEqualTo(2);
        assertThat(shape.getDim(0).getDimParam()).isEqualTo("batch");
        assertThat(shape.getDim(1).getDimValue()).isEqualTo(width);
    }

    @Test
    void layersWithoutUnitsVanishAndARangeThatTanhHasIsNotScaled() throws IOException {
        List<String> plain = List.of(
                "Gemm", "Sigmoid", "Mul", "Concat", "Gemm", "Sigmoid", "Mul", "Concat", "Gemm", "Relu", "Gemm", "Relu",
                "Gemm", "Tanh");

        assertThat(operators(likeTrained(UNIT))).isEqualTo(plain);
        assertThat(operators(likeTrained(RandomPolicy.range(3, -2, 2)))).endsWith("Gemm", "Tanh", "Mul");
        assertThat(operators(likeTrained(RandomPolicy.range(3, 0, 2)))).endsWith("Gemm", "Tanh", "Add");
        assertThat(operators(likeTrained(RandomPolicy.range(3, 0, 1)))).endsWith("Gemm", "Tanh", "Mul", "Add");
    }

    @Test
    void whatIsNormalisedIsSoBeforeAllElseAndNanStaysNan() throws IOException, OrtException {
        var layer = new Layer(1, 1, new float[] {0.5f}, new float[1], Activation.NONE, false);
        var normalisation = new Normalisation(new float[] {101325}, new float[] {20}, 10);
        var policy = new Policy(new PolicyNetwork(normalisation, List.of(layer)), RandomPolicy.range(1, -1, 1));

        assertThat(operators(policy)).containsExactly("Sub", "Div", "Min", "Max", "Gemm", "Tanh");
        double[] action = new double[1];
        try (OnnxController controller = OnnxController.of(model(policy))) {
            controller.act(new double[] {101330}, action);
            assertThat(action[0]).isCloseTo(Math.tanh(0.125), within(1e-7));
            controller.act(new double[] {-1e38}, action);
            assertThat(action[0]).isCloseTo(Math.tanh(-5), within(1e-6));
            controller.act(new double[] {Double.NaN}, action);
            assertThat(action[0]).isNaN();
        }
    }

    private static List<String> operators(Policy policy) throws IOException {
        return parsed(policy).getGraph().getNodeList().stream()
                .map(NodeProto::getOpType)
                .toList();
    }

    @Test
    void theMetadataSayWhatItIsAndHoldVectorsThatItMeets() throws OrtException, IOException {
        Policy policy = likeTrained(UNIT);
        try (OnnxController controller = OnnxController.of(model(policy))) {
            var metadata = controller.metadata();

            assertThat(metadata)
                    .containsEntry("format", "espalier-policy-onnx")
                    .containsEntry("version", "0.1")
                    .containsEntry("commit", "0123abc")
                    .containsEntry("task", "Hopper-v5")
                    .containsEntry("step", "20000")
                    .containsEntry("lost_episodes", "2")
                    .containsEntry("parameters", "1234");
            var json = new JsonMapper();
            JsonNode layers = json.readTree(metadata.get("layers"));
            assertThat(layers).hasSize(5);
            assertThat(layers.get(1)).hasToString("""
                    {"inputs":21,"outputs":7,"activation":"swish","hands_on":true}""");
            JsonNode golden = json.readTree(metadata.get("golden"));
            assertThat(golden.get("observation")).hasSize(5);
            double[] action = new double[3];
            for (int row = 0; row < 5; row++) {
                controller.act(json.treeToValue(golden.get("observation").get(row), double[].class), action);
                assertThat(action)
                        .containsExactly(json.treeToValue(golden.get("action").get(row), double[].class), within(1e-5));
            }
        }
    }

    @Test
    void numbersThatAreNotFiniteAndVectorsThatDoNotFitAreRefused() {
        Policy policy = likeTrained(UNIT);
        var broken = new Policy(
                new PolicyNetwork(
                        List.of(new Layer(1, 1, new float[] {Float.NaN}, new float[1], Activation.NONE, false))),
                RandomPolicy.range(1, -1, 1));

        assertThatThrownBy(() -> OnnxModel.of(broken, FACTS, List.of(new Golden(new double[1], new double[1]))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a weight of layer 0 is NaN; only finite numbers of single precision can be exported");
        assertThatThrownBy(() -> OnnxModel.of(policy, FACTS, List.of()))
                .hasMessage("without golden vectors nobody could test an exported policy");
        assertThatThrownBy(() -> OnnxModel.of(policy, FACTS, List.of(new Golden(new double[2], new double[3]))))
                .hasMessage("a golden vector from 2 to 3 entries does not fit a policy from 11 to 3");
    }

    @Test
    void aFileOfSomethingElseIsRefused() throws OrtException {
        byte[] other = ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(tanh("x"))
                .build()
                .toByteArray();

        assertThatThrownBy(() -> OnnxController.of(new byte[] {1, 2, 3})).isInstanceOf(OrtException.class);
        assertThatThrownBy(() -> OnnxController.of(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the model has [x] where an exported policy has observation");
        try (OnnxController controller = OnnxController.of(model(likeTrained(UNIT)))) {
            assertThatThrownBy(() -> controller.act(new double[2], new double[3]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a model from 11 to 3 entries cannot map 2 to 3");
        }
    }

    private static GraphProto tanh(String input) {
        OnnxGraph graph = new OnnxGraph("other");
        graph.input(input, 2);
        graph.add("Tanh", "tanh", input);
        return graph.build("action", 2);
    }
}
