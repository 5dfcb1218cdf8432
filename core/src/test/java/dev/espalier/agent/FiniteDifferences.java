package dev.espalier.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.store.ArrayData;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** Gradients without a tensor library: how a loss changes when one weight is moved a little to either side. */
public final class FiniteDifferences {

    private FiniteDifferences() {}

    /** After Adam's first step its first moment is a tenth of the gradient. */
    public static void assertGradients(Map<String, ArrayData> after, String name, OracleNet net, DoubleSupplier loss) {
        double largest = 0;
        for (int layer = 0; layer < net.weights.length; layer++) {
            double[] moments = OracleNet.doubles(after, "adam." + name + "." + layer + ".weight.exp_avg");
            double[] biasMoments = OracleNet.doubles(after, "adam." + name + "." + layer + ".bias.exp_avg");
            int inputs = net.weights[layer][0].length;
            for (int unit = 0; unit < net.biases[layer].length; unit++) {
                for (int i = 0; i < inputs; i++) {
                    double expected = derivative(net.weights[layer][unit], i, loss);
                    largest = Math.max(largest, Math.abs(expected));
                    assertThat(10 * moments[unit * inputs + i])
                            .as("%s layer %d weight [%d, %d]", name, layer, unit, i)
                            .isCloseTo(expected, within(1e-5 + 1e-4 * Math.abs(expected)));
                }
                double expected = derivative(net.biases[layer], unit, loss);
                assertThat(10 * biasMoments[unit])
                        .as("%s layer %d bias %d", name, layer, unit)
                        .isCloseTo(expected, within(1e-5 + 1e-4 * Math.abs(expected)));
            }
        }
        assertThat(largest).as("the test sees gradients at all").isGreaterThan(0.01);
    }

    /** The derivative by one entry, which is moved to either side and put back. */
    public static double derivative(double[] values, int index, DoubleSupplier loss) {
        double step = 1e-6;
        double original = values[index];
        values[index] = original + step;
        double above = loss.getAsDouble();
        values[index] = original - step;
        double below = loss.getAsDouble();
        values[index] = original;
        return (above - below) / (2 * step);
    }
}
