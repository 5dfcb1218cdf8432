package dev.espalier.benchmark;

import dev.espalier.policy.PolicyNetwork;
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

    /** Means and spreads, as the policy has them in training. */
    private static final int OUTPUTS = 2 * DeployedPolicy.ACTION;

    /**
     * Units of each layer of phi_o, and of each hidden layer of the policy: about 15 thousand parameters, and preset
     * ofe's.
     */
    @Param({"10,70", "32,256"})
    private String units = "";

    private PolicyNetwork policy = new PolicyNetwork(DeployedPolicy.layers(1, 1, OUTPUTS));
    private double[] observation = new double[0];
    private float[] result = new float[0];

    @Setup
    public void make() {
        int extractorUnits = Integer.parseInt(units.substring(0, units.indexOf(',')));
        int policyUnits = Integer.parseInt(units.substring(units.indexOf(',') + 1));
        policy = new PolicyNetwork(DeployedPolicy.layers(extractorUnits, policyUnits, OUTPUTS));
        observation = DeployedPolicy.observation();
        result = new float[OUTPUTS];
    }

    @Benchmark
    public float[] act() {
        policy.forward(observation, result);
        return result;
    }
}
