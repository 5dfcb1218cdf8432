package dev.espalier.agent;

import dev.espalier.store.ArrayData;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Map;

/**
 * A perceptron as plain arrays, {@code weights[layer][out][in]}, run slowly and obviously in double precision; hidden
 * units may have factors.
 */
public final class OracleNet {

    public final double[][][] weights;
    public final double[][] biases;
    private final double[] factors;

    private OracleNet(OracleNet weights, double[] factors) {
        this.weights = weights.weights;
        this.biases = weights.biases;
        this.factors = factors;
    }

    /** The same weights, so that changes of these are its own, with a factor for each hidden unit, layer by layer. */
    public OracleNet times(double... newFactors) {
        return new OracleNet(this, newFactors);
    }

    public double[] factors() {
        return factors;
    }

    public OracleNet(Map<String, ArrayData> state, String name) {
        int layers = 0;
        while (state.containsKey(name + "." + layers + ".weight")) {
            layers++;
        }
        factors = new double[0];
        weights = new double[layers][][];
        biases = new double[layers][];
        for (int layer = 0; layer < layers; layer++) {
            double[] flat = doubles(state, name + "." + layer + ".weight");
            biases[layer] = doubles(state, name + "." + layer + ".bias");
            int inputs = flat.length / biases[layer].length;
            weights[layer] = new double[biases[layer].length][];
            for (int unit = 0; unit < biases[layer].length; unit++) {
                weights[layer][unit] = Arrays.copyOfRange(flat, unit * inputs, (unit + 1) * inputs);
            }
        }
    }

    public double[] apply(double... input) {
        double[] current = input;
        int factor = 0;
        for (int layer = 0; layer < weights.length; layer++) {
            double[] next = biases[layer].clone();
            for (int unit = 0; unit < next.length; unit++) {
                for (int i = 0; i < current.length; i++) {
                    next[unit] += weights[layer][unit][i] * current[i];
                }
                if (layer < weights.length - 1) {
                    next[unit] = Math.max(0, next[unit]) * (factors.length == 0 ? 1 : factors[factor++]);
                }
            }
            current = next;
        }
        return current;
    }

    /** An entry of an agent's state. */
    public static double[] doubles(Map<String, ArrayData> state, String name) {
        ArrayData data = state.get(name);
        if (data == null) {
            throw new AssertionError("the agent's state has no " + name + ", only " + state.keySet());
        }
        float[] floats = data.bytes().toArray(ValueLayout.JAVA_FLOAT);
        double[] result = new double[floats.length];
        for (int i = 0; i < floats.length; i++) {
            result[i] = floats[i];
        }
        return result;
    }

    /** One array behind the other. */
    public static double[] concat(double[] s, double[] action) {
        double[] input = Arrays.copyOf(s, s.length + action.length);
        System.arraycopy(action, 0, input, s.length, action.length);
        return input;
    }
}
