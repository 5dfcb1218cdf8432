package dev.espalier.benchmark;

import dev.espalier.policy.PolicyNetwork;
import dev.espalier.policy.PolicyNetwork.Activation;
import dev.espalier.policy.PolicyNetwork.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One action of a policy as it is deployed: plain arrays, one observation. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ActBenchmark {

    private static final int OBSERVATION = 11;
    private static final int OUTPUTS = 6;

    /** Units of each layer of phi_o, and of each hidden layer of the policy: about 15 thousand parameters, and preset ofe's. */
    @Param({"10,70", "32,256"})
    private String units = "";

    private PolicyNetwork policy = new PolicyNetwork(List.of(layer(1, 1, Activation.NONE)));
    private double[] observation = new double[0];
    private float[] result = new float[0];

    @Setup
    public void make() {
        int extractorUnits = Integer.parseInt(units.substring(0, units.indexOf(',')));
        int policyUnits = Integer.parseInt(units.substring(units.indexOf(',') + 1));
        List<Layer> layers = new ArrayList<>();
        int width = OBSERVATION;
        for (int i = 0; i < 6; i++) {
            layers.add(layer(width, extractorUnits, Activation.SWISH));
            width += extractorUnits;
        }
        layers.add(layer(width, policyUnits, Activation.RELU));
        layers.add(layer(policyUnits, policyUnits, Activation.RELU));
        layers.add(layer(policyUnits, OUTPUTS, Activation.NONE));
        policy = new PolicyNetwork(layers);
        observation = new SplittableRandom(1).doubles(OBSERVATION).toArray();
        result = new float[OUTPUTS];
    }

    private static Layer layer(int inputs, int outputs, Activation activation) {
        var random = new SplittableRandom(inputs);
        float[] weights = new float[inputs * outputs];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextDouble(-0.1, 0.1);
        }
        return new Layer(inputs, outputs, weights, new float[outputs], activation, activation == Activation.SWISH);
    }

    @Benchmark
    public float[] act() {
        policy.forward(observation, result);
        return result;
    }
}
