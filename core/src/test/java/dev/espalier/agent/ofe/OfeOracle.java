package dev.espalier.agent.ofe;

import dev.espalier.store.ArrayData;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The extractors written a second time, slowly and obviously: equations (10)(11) one number at a time, in double
 * precision, without a tensor library. Gradients come from central differences.
 */
public final class OfeOracle {

    private static final String OFE = "ofe.";

    /** Every array of the extractors by name; a test may change entries. */
    public final Map<String, double[]> arrays = new LinkedHashMap<>();

    private final double epsilon;

    /**
     * Factors of the units of all layers of phi_o, then phi_oa: drawn gates, or theta; empty where there are no gates.
     */
    private double[] factors = new double[0];

    /**
     * Mean and variance over the mini-batch of every unit's input to batch norm, by layer; the variance divides by n.
     */
    public final Map<String, double[][]> batchStatistics = new LinkedHashMap<>();

    private boolean learning;

    /** Reads the extractors out of an agent's state. */
    public OfeOracle(Map<String, ArrayData> state, double epsilon) {
        this.epsilon = epsilon;
        state.forEach((name, data) -> {
            if (name.startsWith(OFE)) {
                arrays.put(name.substring(OFE.length()), doubles(data));
            }
        });
    }

    /** The numbers of an array. */
    public static double[] doubles(ArrayData data) {
        float[] floats = data.bytes().toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
        double[] doubles = new double[floats.length];
        for (int i = 0; i < floats.length; i++) {
            doubles[i] = floats[i];
        }
        return doubles;
    }

    /** By the statistics of the mini-batch, under these gates. */
    public OfeOracle learning(double... gates) {
        learning = true;
        factors = gates;
        return this;
    }

    /** By running statistics, units scaled by theta. */
    public OfeOracle reading(double... theta) {
        learning = false;
        factors = theta;
        return this;
    }

    /** The factors, to be changed by a test. */
    public double[] factors() {
        return factors;
    }

    /** z_o of each row. */
    public double[][] stateFeatures(double[][] s) {
        return extractor("phi_o", s, 0);
    }

    /** z_oa of each row. */
    public double[][] pairFeatures(double[][] stateFeatures, double[][] a) {
        double[][] input = new double[a.length][];
        for (int row = 0; row < a.length; row++) {
            input[row] = join(stateFeatures[row], a[row]);
        }
        int units = 0;
        for (int layer = 0; layer < layers("phi_o"); layer++) {
            units += array("phi_o." + layer + ".bias").length;
        }
        return extractor("phi_oa", input, units);
    }

    private int layers(String extractor) {
        int layers = 0;
        while (arrays.containsKey(extractor + "." + layers + ".bias")) {
            layers++;
        }
        return layers;
    }

    private double[][] extractor(String name, double[][] input, int firstFactor) {
        double[][] z = input;
        int factor = firstFactor;
        for (int layer = 0; layer < layers(name); layer++) {
            String prefix = name + "." + layer;
            double[][] normalised = normalise(prefix, linear(prefix, z));
            double[] diagonal = arrays.get(prefix + ".diagonal");
            double[][] next = new double[z.length][];
            for (int row = 0; row < z.length; row++) {
                double[] units = normalised[row].clone();
                for (int unit = 0; unit < units.length; unit++) {
                    double xi = factors.length == 0 ? 1 : factors[factor + unit];
                    units[unit] = xi * units[unit] / (1 + Math.exp(-units[unit]));
                }
                double[] passed = z[row].clone();
                for (int i = 0; i < passed.length; i++) {
                    passed[i] *= diagonal == null ? 1 : diagonal[i];
                }
                next[row] = join(units, passed);
            }
            factor += normalised[0].length;
            z = next;
        }
        return z;
    }

    private double[][] linear(String prefix, double[][] input) {
        double[] weight = array(prefix + ".weight");
        double[] bias = array(prefix + ".bias");
        double[][] output = new double[input.length][bias.length];
        for (int row = 0; row < input.length; row++) {
            for (int unit = 0; unit < bias.length; unit++) {
                output[row][unit] = bias[unit];
                for (int i = 0; i < input[row].length; i++) {
                    output[row][unit] += weight[unit * input[row].length + i] * input[row][i];
                }
            }
        }
        return output;
    }

    private double[][] normalise(String prefix, double[][] input) {
        int units = input[0].length;
        double[] mean = array(prefix + ".running_mean");
        double[] variance = array(prefix + ".running_var");
        if (learning) {
            mean = new double[units];
            variance = new double[units];
            for (double[] row : input) {
                for (int unit = 0; unit < units; unit++) {
                    mean[unit] += row[unit] / input.length;
                }
            }
            for (double[] row : input) {
                for (int unit = 0; unit < units; unit++) {
                    variance[unit] += (row[unit] - mean[unit]) * (row[unit] - mean[unit]) / input.length;
                }
            }
            batchStatistics.put(prefix, new double[][] {mean, variance});
        }
        double[] scale = array(prefix + ".scale");
        double[] shift = array(prefix + ".shift");
        double[][] output = new double[input.length][units];
        for (int row = 0; row < input.length; row++) {
            for (int unit = 0; unit < units; unit++) {
                output[row][unit] = scale[unit] * (input[row][unit] - mean[unit]) / Math.sqrt(variance[unit] + epsilon)
                        + shift[unit];
            }
        }
        return output;
    }

    /** The auxiliary loss (8): mean over rows and predicted entries. */
    public double loss(double[][] s, double[][] a, double[][] next) {
        double[][] predicted = linear("predictor", pairFeatures(stateFeatures(s), a));
        double sum = 0;
        for (int row = 0; row < s.length; row++) {
            for (int i = 0; i < predicted[row].length; i++) {
                sum += Math.pow(next[row][i] - predicted[row][i], 2);
            }
        }
        return sum / (s.length * predicted[0].length);
    }

    private double[] array(String name) {
        return Objects.requireNonNull(arrays.get(name), () -> "no " + name + " in " + arrays.keySet());
    }

    private static double[] join(double[] first, double[] second) {
        double[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    /** Rows of a tensor's numbers. */
    public static double[][] rows(float[] values, int width) {
        List<double[]> rows = new ArrayList<>();
        for (int start = 0; start < values.length; start += width) {
            double[] row = new double[width];
            for (int i = 0; i < width; i++) {
                row[i] = values[start + i];
            }
            rows.add(row);
        }
        return rows.toArray(double[][]::new);
    }
}
