package dev.espalier.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The two estimates of C1 - C0 against the difference itself, as expectations over all patterns of gates. */
class EstimatorTest {

    /** {@code dloss/dxi_i} at a pattern, by central differences of the loss as a function of real gates. */
    private static double derivative(ToDoubleFunction<double[]> loss, double[] xi, int gate) {
        double[] moved = xi.clone();
        double step = 1e-4;
        moved[gate] = xi[gate] + step;
        double above = loss.applyAsDouble(moved);
        moved[gate] = xi[gate] - step;
        return (above - loss.applyAsDouble(moved)) / (2 * step);
    }

    private static double[] reals(int[] xi) {
        return Arrays.stream(xi).asDoubleStream().toArray();
    }

    /** What an estimator shows on average. */
    private static double mean(Estimator estimator, double[] theta, int gate, ToDoubleFunction<double[]> loss) {
        return GatePatterns.expectation(theta, xi -> {
            float[] shown = new float[xi.length];
            float[] drawn = new float[xi.length];
            float[] probabilities = new float[xi.length];
            for (int i = 0; i < xi.length; i++) {
                drawn[i] = xi[i];
                probabilities[i] = (float) theta[i];
            }
            shown[gate] = (float) derivative(loss, reals(xi), gate);
            return estimator.estimate(Usefulness.ofAll(drawn, shown), probabilities)
                    .estimates()[gate];
        });
    }

    /** C1 - C0: the loss with the unit less the loss without it, on average over the other gates. */
    private static double truth(double[] theta, int gate, ToDoubleFunction<double[]> loss) {
        return GatePatterns.expectation(theta, xi -> {
            double[] with = reals(xi);
            double[] without = with.clone();
            with[gate] = 1;
            without[gate] = 0;
            return loss.applyAsDouble(with) - loss.applyAsDouble(without);
        });
    }

    /** loss = (1 - xi)^2, so C1 - C0 = -1; derivatives 0 where the gate is open and -2 where it is closed. */
    @Test
    void aUnitThatIsLearntShowsItselfOnlyWhereItIsMissing() {
        ToDoubleFunction<double[]> loss = xi -> (1 - xi[0]) * (1 - xi[0]);
        double[] theta = {0.9};

        assertThat(truth(theta, 0, loss)).isCloseTo(-1, within(1e-9));
        assertThat(mean(Estimator.STRAIGHT_THROUGH, theta, 0, loss)).isCloseTo(0.1 * -2, within(1e-5));
        assertThat(mean(Estimator.WEIGHTED, theta, 0, loss)).isCloseTo(-1, within(1e-5));
    }

    @Test
    void weightsByHand() {
        assertThat(Estimator.WEIGHTED.weight(1, 0.8f)).isCloseTo(1 / 1.6, within(1e-7));
        assertThat(Estimator.WEIGHTED.weight(0, 0.8f)).isCloseTo(1 / 0.4, within(1e-6));
        // 1 / (2 * 0.02) = 25 is above the bound, and a probability of 0 has no inverse.
        assertThat(Estimator.WEIGHTED.weight(0, 0.98f)).isEqualTo(10);
        assertThat(Estimator.WEIGHTED.weight(0, 1)).isEqualTo(10);
        assertThat(Estimator.WEIGHTED.weight(1, 0)).isEqualTo(10);
        assertThat(Estimator.WEIGHTED.weight(0, (float) Estimator.OPEN_FROM)).isCloseTo(10, within(1e-5));
        assertThat(Estimator.STRAIGHT_THROUGH.weight(0, 0.98f)).isEqualTo(1);
    }

    /** Any loss that is quadratic in each single gate, products of different gates included. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theWeightedEstimateIsExactWhereTheLossIsQuadraticInAGate(long seed) {
        Random random = new Random(seed);
        int gates = 2 + random.nextInt(4);
        double[] theta = random.doubles(gates, 0.06, 0.94).toArray();
        double[][] coefficients = new double[1 << gates][gates];
        for (double[] row : coefficients) {
            Arrays.setAll(row, _ -> random.nextGaussian());
        }
        ToDoubleFunction<double[]> loss = xi -> {
            double sum = 0;
            for (int pattern = 0; pattern < 1 << gates; pattern++) {
                double product = 1;
                for (int i = 0; i < gates; i++) {
                    product *= (pattern >> i & 1) == 1 ? xi[i] : 1;
                }
                for (int i = 0; i < gates; i++) {
                    sum += coefficients[pattern][i] * product * xi[i];
                }
            }
            return sum;
        };
        for (int gate = 0; gate < gates; gate++) {
            assertThat(mean(Estimator.WEIGHTED, theta, gate, loss)).isCloseTo(truth(theta, gate, loss), within(1e-3));
        }
    }

    /**
     * Two layers of three gated units each and a squared error: quadratic in the last layer's gates, not in the
     * first's.
     */
    @ParameterizedTest
    @CsvSource({"0.9, 1", "0.9, 2", "0.7, 3", "0.94, 4", "0.5, 5"})
    void onSmallNetworksItErrsLessThanTheStraightThroughOne(double start, long seed) {
        Random random = new Random(seed);
        double[] theta = new double[6];
        Arrays.fill(theta, start);
        double straight = 0;
        double weighted = 0;
        for (int network = 0; network < 10; network++) {
            ToDoubleFunction<double[]> loss = learntNetwork(random);
            for (int gate = 0; gate < 6; gate++) {
                double truth = truth(theta, gate, loss);
                straight += Math.abs(mean(Estimator.STRAIGHT_THROUGH, theta, gate, loss) - truth);
                weighted += Math.abs(mean(Estimator.WEIGHTED, theta, gate, loss) - truth);
            }
        }
        // At one half both are the same where there is nothing to weigh.
        assertThat(weighted).isLessThanOrEqualTo(start == 0.5 ? straight * 1.0001 : 0.7 * straight);
    }

    /** What it gives with all gates open is its target: it has learnt under open gates. */
    private static ToDoubleFunction<double[]> learntNetwork(Random random) {
        double[][] first = new double[3][3];
        double[][] second = new double[3][3];
        double[] last = new double[3];
        double[] input = new double[3];
        for (int i = 0; i < 3; i++) {
            Arrays.setAll(first[i], _ -> random.nextGaussian());
            Arrays.setAll(second[i], _ -> random.nextGaussian());
            last[i] = random.nextGaussian();
            input[i] = random.nextGaussian();
        }
        ToDoubleFunction<double[]> output = xi -> {
            double sum = 0;
            for (int j = 0; j < 3; j++) {
                double inner = 0;
                for (int i = 0; i < 3; i++) {
                    double unit = 0;
                    for (int k = 0; k < 3; k++) {
                        unit += first[i][k] * input[k];
                    }
                    inner += second[j][i] * xi[i] * Math.tanh(unit);
                }
                sum += last[j] * xi[3 + j] * Math.tanh(inner);
            }
            return sum;
        };
        double target = output.applyAsDouble(new double[] {1, 1, 1, 1, 1, 1});
        return xi -> Math.pow(output.applyAsDouble(xi) - target, 2);
    }
}
