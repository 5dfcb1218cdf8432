package dev.espalier.agent.sac;

import dev.espalier.agent.OracleNet;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * SAC's losses written a second time, slowly and obviously: one row at a time, in double precision, without a tensor
 * library. Gradients come from central differences.
 */
final class SacOracle {

    /** One transition with the noise of the action drawn in its state. */
    record Row(double[] s, double[] a, double r, double[] next, boolean terminated, double[] noise) {}

    private SacOracle() {}

    /** The drawn action, then log pi, straight from the definition of the density. */
    static double[] drawActionAndLogPi(OracleNet policy, Row row) {
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

    /** Standard normal draws that floats hold exactly, as an update draws them. */
    static double[][] noise(RandomGenerator generator, int rows, int actions) {
        double[][] noise = new double[rows][actions];
        for (double[] row : noise) {
            Arrays.setAll(row, _ -> (float) generator.nextGaussian());
        }
        return noise;
    }

    static double minQ(OracleNet q1, OracleNet q2, Row row, double[] action) {
        double[] input = OracleNet.concat(row.s(), action);
        return Math.min(q1.apply(input)[0], q2.apply(input)[0]);
    }
}
