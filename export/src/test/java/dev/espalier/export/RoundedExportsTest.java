package dev.espalier.export;

import static dev.espalier.export.RandomPolicy.FACTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OrtException;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.espalier.policy.Controller;
import dev.espalier.policy.Policy;
import dev.espalier.policy.PolicyNetwork;
import dev.espalier.policy.PolicyNetwork.Activation;
import dev.espalier.policy.PolicyNetwork.Layer;
import dev.espalier.policy.RoundedPolicy;
import dev.espalier.policy.StoredWeights;
import dev.espalier.policy.WeightFormat;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Exports with rounded weights, run by ONNX Runtime and as compiled C, against the policy with the rounded weights in
 * single and double precision.
 */
class RoundedExportsTest {

    static Stream<Arguments> drawn() {
        return Stream.of(WeightFormat.FLOAT16, WeightFormat.INT8, WeightFormat.INT4)
                .flatMap(format ->
                        Stream.iterate(0, seed -> seed < 30, seed -> seed + 1).map(seed -> Arguments.of(format, seed)));
    }

    private static RoundedPolicy draw(WeightFormat format, int seed) {
        return RoundedPolicy.of(RandomPolicy.draw(seed), format);
    }

    private static RoundedPolicy likeTrained(WeightFormat format) {
        return RoundedPolicy.of(
                RandomPolicy.draw(5, 11, new int[] {10, 0, 7}, new int[] {20, 20}, RandomPolicy.range(3, -1, 1)),
                format);
    }

    private static byte[] model(RoundedPolicy rounded) {
        return OnnxModel.of(rounded, FACTS, RandomPolicy.golden(rounded.policy()));
    }

    @ParameterizedTest
    @MethodSource("drawn")
    void onnxRuntimeDoesWhatTheRoundedPolicyDoes(WeightFormat format, int seed) throws OrtException {
        RoundedPolicy rounded = draw(format, seed);
        Policy policy = rounded.policy();
        double[] action = new double[policy.actionSize()];
        try (OnnxController controller = OnnxController.of(model(rounded))) {
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
    @MethodSource("drawn")
    void theCompiledHeaderDoesWhatTheRoundedPolicyDoes(WeightFormat format, int seed)
            throws IOException, InterruptedException {
        RoundedPolicy rounded = draw(format, seed);
        Policy policy = rounded.policy();
        String header = CHeader.of(rounded, "p", FACTS, RandomPolicy.golden(policy));
        double[] action = new double[policy.actionSize()];
        try (CompiledController controller =
                CompiledController.of(CCompiler.find().orElseThrow(), header, "p")) {
            for (double[] observation : RandomPolicy.observations(policy, seed, 20)) {
                controller.act(observation, action);

                assertThat(Deviation.of(policy.range(), RandomPolicy.act(policy, observation), action))
                        .isLessThan(1e-5);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "INT8", "INT4"})
    void theModelStoresTheSmallForm(WeightFormat format) throws InvalidProtocolBufferException {
        ModelProto model = ModelProto.parseFrom(model(likeTrained(format)));
        GraphProto graph = model.getGraph();
        List<TensorProto> weights = graph.getInitializerList().stream()
                .filter(tensor -> tensor.getName().startsWith("weight"))
                .toList();

        // From 11, 21, 28, 20 and 20 to 10, 7, 20, 20 and 3: 1277 weights, of which 110, 147, 560, 400 and 60.
        assertThat(weights).hasSize(5);
        assertThat(weights.stream().map(tensor -> tensor.getRawData().size()))
                .containsExactlyElementsOf(
                        switch (format) {
                            case FLOAT16 -> List.of(220, 294, 1120, 800, 120);
                            case INT8 -> List.of(110, 147, 560, 400, 60);
                            default -> List.of(55, 74, 280, 200, 30);
                        });
        assertThat(weights)
                .allSatisfy(tensor -> assertThat(tensor.getDataType())
                        .isEqualTo(
                                switch (format) {
                                    case FLOAT16 -> TensorProto.DataType.FLOAT16_VALUE;
                                    case INT8 -> TensorProto.DataType.INT8_VALUE;
                                    default -> TensorProto.DataType.INT4_VALUE;
                                }));
        List<String> operators =
                graph.getNodeList().stream().map(NodeProto::getOpType).toList();
        assertThat(operators).startsWith(format.isScaled() ? "DequantizeLinear" : "Cast", "Gemm", "Sigmoid");
        // Only integers of 4 bits need a newer runtime.
        assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(format == WeightFormat.INT4 ? 21 : 17);
        assertThat(model.getIrVersion()).isEqualTo(format == WeightFormat.INT4 ? 10 : 8);
    }

    @Test
    void theModelNamesItsFormat() throws OrtException {
        try (OnnxController controller = OnnxController.of(model(likeTrained(WeightFormat.INT8)))) {
            assertThat(controller.metadata()).containsEntry("weights", "int8");
        }
    }

    /** Java's own conversion, which came after the version that the runtime is for. */
    @Test
    void halfPrecisionIsThatOfTheJavaPlatform() {
        var random = new SplittableRandom(3);
        float[] weights = new float[100_000];
        for (int i = 0; i < weights.length; i++) {
            // All bit patterns in the range, and every midpoint between two numbers is likely.
            int bits = random.nextInt();
            float weight = Float.intBitsToFloat(i % 2 == 0 ? bits : bits & 0xfffff000);
            weights[i] = Math.abs(weight) <= 65504 ? weight : i / 128f;
        }

        StoredWeights stored = StoredWeights.of(
                WeightFormat.FLOAT16, new Layer(weights.length, 1, weights, new float[1], Activation.NONE, false));

        float[] read = stored.weights();
        for (int i = 0; i < weights.length; i++) {
            short bits = Float.floatToFloat16(weights[i]);
            assertThat(stored.code(0, i)).isEqualTo(Short.toUnsignedInt(bits));
            assertThat(read[i]).isEqualTo(Float.float16ToFloat(bits));
        }
    }

    /** Rows of five integers: each ends in the middle of a byte in C, and not in ONNX. Each action shows one weight. */
    @Test
    void everyIntegerOf4BitsArrives() throws OrtException, IOException, InterruptedException {
        float[] weights = new float[15 * 5];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i % 5 == i / 5 % 5 ? 7 : (3 * i + i / 15) % 15 - 7;
        }
        var layer = new Layer(5, 15, weights, new float[15], Activation.NONE, false);
        var policy = new Policy(new PolicyNetwork(List.of(layer)), RandomPolicy.range(15, -1, 1));
        RoundedPolicy rounded = RoundedPolicy.of(policy, WeightFormat.INT4);
        assertThat(rounded.policy().network().layers().get(0).weights()).containsExactly(weights);

        double[] action = new double[15];
        String header = CHeader.of(rounded, "p", FACTS, RandomPolicy.golden(policy));
        try (OnnxController onnx = OnnxController.of(model(rounded));
                CompiledController c = CompiledController.of(CCompiler.find().orElseThrow(), header, "p")) {
            for (int entry = 0; entry < 5; entry++) {
                double[] observation = new double[5];
                observation[entry] = 0.125;
                for (Controller controller : List.of(onnx, c)) {
                    controller.act(observation, action);

                    for (int unit = 0; unit < 15; unit++) {
                        assertThat(action[unit]).isCloseTo(Math.tanh(0.125 * weights[unit * 5 + entry]), within(1e-6));
                    }
                }
            }
        }
    }
}
