package dev.espalier.agent.sac;

import dev.espalier.store.ArrayData;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Map;

/**
 * SAC's losses written a second time, slowly and obviously: one row at a time, in double precision, without a tensor
 * library. Gradients come from central differences.
 */
final class SacOracle {

    /** One transition with the noise of the action drawn in its state. */
    record Row(double[] s, double[] a, double r, double[] next, boolean terminated, double[] noise) {}

    /** A network as plain arrays: {@code weights[layer][out][in]}; hidden units may have factors. */
    static final class Net {
        final double[][][] weights;
        final double[][] biases;
        private final double[] factors;

        private Net(Net weights, double[] factors) {
            this.weights = weights.weights;
            this.biases = weights.biases;
            this.factors = factors;
        }

        /** The same weights, changed by whoever changes these, with a factor for each hidden unit, layer by layer. */
        Net times(double... newFactors) {
            return new Net(this, newFactors);
        }

        double[] factors() {
            return factors;
        }

        Net(Map<String, ArrayData> state, String name) {
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

        double[] apply(double... input) {
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
    }

    private SacOracle() {}

    /** An entry of an agent's state. */
    static double[] doubles(Map<String, ArrayData> state, String name) {
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

    /** The drawn action, then log pi, straight from the definition of the density. */
    static double[] drawActionAndLogPi(Net policy, Row row) {
        double[] heads = policy.apply(row.s());
        int actions = heads.length / 2;
        double[] result = new double[actions + 1];
        for (int i = 0; i < actions; i++) {
            double logSigma = Math.clamp(heads[actions + i], -20, 2);
            double u = heads[i] + Math.exp(logSigma) * row.noise()[i];
            result[i] = Math.tanh(u);
            result[actions] += -row.noise()[i] * row.noise()[i] / 2
                    - logSigma
                    - Math.log(2 * Math.PI) / 2
                    - Math.log(1 - result[i] * result[i]);
        }
        return result;
    }

    static double minQ(Net q1, Net q2, Row row, double[] action) {
        double[] input = concat(row.s(), action);
        return Math.min(q1.apply(input)[0], q2.apply(input)[0]);
    }

    static double[] concat(double[] s, double[] action) {
        double[] input = Arrays.copyOf(s, s.length + action.length);
        System.arraycopy(action, 0, input, s.length, action.length);
        return input;
    }
}
