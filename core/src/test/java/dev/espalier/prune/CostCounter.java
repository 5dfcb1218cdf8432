package dev.espalier.prune;

import java.util.List;

/** The slow and obvious way to the cost of networks of known sizes: walks over every single weight and counts it. */
public final class CostCounter {

    private CostCounter() {}

    /** Weights, kappa for each unit and, if there are diagonals, the entries of these. */
    public static double denseNet(int inputs, List<Integer> units, double kappa, boolean diagonals) {
        double count = 0;
        for (int layer = 0; layer < units.size(); layer++) {
            int width = denseNetOutputs(inputs, units.subList(0, layer));
            for (int unit = 0; unit < units.get(layer); unit++) {
                count += kappa;
                for (int input = 0; input < width; input++) {
                    count++;
                }
            }
            if (diagonals) {
                for (int input = 0; input < width; input++) {
                    count++;
                }
            }
        }
        return count;
    }

    /** All units and the input. */
    public static int denseNetOutputs(int inputs, List<Integer> units) {
        int outputs = inputs;
        for (int width : units) {
            outputs += width;
        }
        return outputs;
    }

    /** A matrix without bias. */
    public static double matrix(int inputs, int outputs) {
        double count = 0;
        for (int output = 0; output < outputs; output++) {
            for (int input = 0; input < inputs; input++) {
                count++;
            }
        }
        return count;
    }

    /** Weights, kappa for each hidden unit, and one bias for each output. */
    public static double mlp(int inputs, List<Integer> hidden, int outputs, double kappa) {
        double count = 0;
        int width = inputs;
        for (int units : hidden) {
            count += matrix(width, units) + kappa * units;
            width = units;
        }
        return count + matrix(width, outputs) + outputs;
    }
}
