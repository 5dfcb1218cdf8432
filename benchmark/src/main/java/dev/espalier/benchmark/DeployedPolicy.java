package dev.espalier.benchmark;

import dev.espalier.export.CHeader;
import dev.espalier.export.OnnxModel;
import dev.espalier.export.PolicyFacts;
import dev.espalier.policy.ActionRange;
import dev.espalier.policy.Policy;
import dev.espalier.policy.PolicyBundle;
import dev.espalier.policy.PolicyNetwork;
import dev.espalier.policy.PolicyNetwork.Activation;
import dev.espalier.policy.PolicyNetwork.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Policies for Hopper of the sizes that training leaves, with random weights. */
final class DeployedPolicy {

    static final int OBSERVATION = 11;
    static final int ACTION = 3;

    private DeployedPolicy() {}

    /** About 15 thousand parameters: what pruning leaves. */
    static Policy pruned() {
        return new Policy(
                new PolicyNetwork(layers(10, 70, ACTION)),
                new ActionRange(new double[] {-1, -1, -1}, new double[] {1, 1, 1}));
    }

    /** Six layers that hand on what they read, two that do not, and the outputs. */
    static List<Layer> layers(int extractorUnits, int policyUnits, int outputs) {
        List<Layer> layers = new ArrayList<>();
        int width = OBSERVATION;
        for (int i = 0; i < 6; i++) {
            layers.add(layer(width, extractorUnits, Activation.SWISH));
            width += extractorUnits;
        }
        layers.add(layer(width, policyUnits, Activation.RELU));
        layers.add(layer(policyUnits, policyUnits, Activation.RELU));
        layers.add(layer(policyUnits, outputs, Activation.NONE));
        return layers;
    }

    private static Layer layer(int inputs, int outputs, Activation activation) {
        var random = new SplittableRandom(inputs);
        float[] weights = new float[inputs * outputs];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextDouble(-0.1, 0.1);
        }
        return new Layer(inputs, outputs, weights, new float[outputs], activation, activation == Activation.SWISH);
    }

    static double[] observation() {
        return new SplittableRandom(1).doubles(OBSERVATION).toArray();
    }

    /** The pruned policy as a header of C, for {@code act.c}. */
    static String header() {
        Policy policy = pruned();
        return CHeader.of(policy, "policy", facts(policy), golden(policy));
    }

    /** The pruned policy as an ONNX model. */
    static byte[] model() {
        Policy policy = pruned();
        return OnnxModel.of(policy, facts(policy), golden(policy));
    }

    private static List<PolicyBundle.Golden> golden(Policy policy) {
        double[] action = new double[ACTION];
        policy.act(observation(), action);
        return List.of(new PolicyBundle.Golden(observation(), action));
    }

    private static PolicyFacts facts(Policy policy) {
        long parameters = policy.network().layers().stream()
                .mapToLong(layer -> layer.weights().length + layer.bias().length)
                .sum();
        return new PolicyFacts("benchmark", 0, parameters, "benchmark", "none", 0, 1e-5);
    }

    /** Writes the header to the file that is named. */
    public static void main(String[] args) throws IOException {
        Files.writeString(Path.of(args[0]), header());
    }
}
