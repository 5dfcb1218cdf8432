package dev.espalier.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.policy.PolicyNetwork.Activation;
import dev.espalier.policy.PolicyNetwork.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Against numbers computed by hand, and a slow double-precision evaluation of the same layers. */
class PolicyNetworkTest {

    private static final List<Activation> ACTIVATIONS = List.of(Activation.values());

    private static float[] run(PolicyNetwork network, double... observation) {
        float[] result = new float[network.outputs()];
        network.forward(observation, result);
        return result;
    }

    @Test
    void aPerceptronWorkedByHand() {
        var network = new PolicyNetwork(List.of(
                new Layer(2, 3, new float[] {1, 2, -1, 0, 0.5f, -1}, new float[] {0, 0.5f, 1}, Activation.RELU, false),
                new Layer(3, 1, new float[] {1, 10, 100}, new float[] {7}, Activation.NONE, false)));

        // 1*3 + 2*4 = 11; -3 + 0.5 < 0; 1.5 - 4 + 1 < 0
        assertThat(run(network, 3, 4)).containsExactly(18);
        // -1*1 - 2*1 < 0; 1 + 0.5 = 1.5; -0.5 + 1 + 1 = 1.5
        assertThat(run(network, -1, -1)).containsExactly(7 + 15 + 150);
    }

    @Test
    void anExtractorPutsWhatItFindsInFrontOfWhatItRead() {
        var network = new PolicyNetwork(List.of(
                new Layer(1, 2, new float[] {1, 2}, new float[] {0, 1}, Activation.RELU, true),
                new Layer(3, 1, new float[] {1, 10, 100}, new float[] {0}, Activation.NONE, true)));

        // x = 3: h_1 = [3, 7], h_2 = 3 + 70 + 300
        assertThat(run(network, 3)).containsExactly(373, 3, 7, 3);
    }

    @Test
    void swishIsItsInputTimesASigmoid() {
        var network =
                new PolicyNetwork(List.of(new Layer(1, 1, new float[] {1}, new float[] {0}, Activation.SWISH, false)));

        assertThat(run(network, 0)).containsExactly(0);
        assertThat(run(network, 1)[0]).isCloseTo(0.7310586f, within(1e-7f));
        assertThat(run(network, -30)[0]).isCloseTo(-2.8e-12f, within(1e-12f));
        assertThat(run(network, -1000)[0]).isZero();
    }

    @Test
    void manyShapesAgreeWithASlowReading() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new SplittableRandom(seed);
            List<Layer> layers = new ArrayList<>();
            int width = 1 + random.nextInt(20);
            int inputs = width;
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                int outputs = random.nextInt(i == 1 ? 1 : 0, 15);
                boolean handsOn = outputs == 0 || random.nextBoolean();
                Activation activation = ACTIVATIONS.get(random.nextInt(ACTIVATIONS.size()));
                layers.add(new Layer(
                        width,
                        outputs,
                        numbers(random, width * outputs),
                        numbers(random, outputs),
                        activation,
                        handsOn));
                width = handsOn ? width + outputs : outputs;
            }
            var network = new PolicyNetwork(layers);
            double[] observation = random.doubles(inputs, -1, 1).toArray();

            float[] actual = run(network, observation);

            double[] expected = slowly(layers, observation);
            assertThat(actual).hasSize(expected.length).hasSize(network.outputs());
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-4 * (1 + Math.abs(expected[i]))));
            }
            Layer last = layers.get(layers.size() - 1);
            if (!last.handsOn()) {
                int count = random.nextInt(last.outputs() + 1);
                assertThat(run(network.firstOutputs(count), observation)).containsExactly(Arrays.copyOf(actual, count));
            }
        }
    }

    private static float[] numbers(SplittableRandom random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        return numbers;
    }

    private static double[] slowly(List<Layer> layers, double[] observation) {
        double[] read = observation;
        for (Layer layer : layers) {
            List<Double> next = new ArrayList<>();
            for (int o = 0; o < layer.outputs(); o++) {
                double sum = layer.bias()[o];
                for (int i = 0; i < layer.inputs(); i++) {
                    sum += layer.weights()[o * layer.inputs() + i] * read[i];
                }
                next.add(
                        switch (layer.activation()) {
                            case NONE -> sum;
                            case RELU -> Math.max(0, sum);
                            case SWISH -> sum / (1 + Math.exp(-sum));
                        });
            }
            if (layer.handsOn()) {
                for (double number : read) {
                    next.add(number);
                }
            }
            read = next.stream().mapToDouble(Double::doubleValue).toArray();
        }
        return read;
    }

    @Test
    void theFirstOutputsAreACopyThatDoesNotFollowItsOriginal() {
        float[] bias = {1};
        var network = new PolicyNetwork(List.of(new Layer(1, 1, new float[] {0}, bias, Activation.NONE, false)));
        PolicyNetwork copy = network.firstOutputs(1);

        bias[0] = 2;

        assertThat(run(network, 5)).containsExactly(2);
        assertThat(run(copy, 5)).containsExactly(1);
    }

    /** A pressure of 101 325 Pa that varies by 20, and a temperature that never varied. */
    @Test
    void observationsAreNormalisedFarFromZeroAndCutOff() {
        var normalisation = new Normalisation(new float[] {101325, 273.15f}, new float[] {20, 0.01f}, 10);
        var layer = new Layer(2, 2, new float[] {1, 0, 0, 1}, new float[2], Activation.NONE, false);
        var network = new PolicyNetwork(normalisation, List.of(layer));

        assertThat(run(network, 101330, 273.15f)).containsExactly(0.25f, 0);
        assertThat(run(network, 101325.0078125, 273.15f)).containsExactly(0.000390625f, 0);
        assertThat(run(network, 101515, 273)).containsExactly(9.5f, -10);
        assertThat(run(network, -3e38, 1e30)).containsExactly(-10, 10);
        assertThat(run(network, Double.NaN, 273.15f)[0]).isNaN();
    }

    @Test
    void aCopyHasANormalisationOfItsOwn() {
        float[] mean = {3};
        var layer = new Layer(1, 1, new float[] {1}, new float[1], Activation.NONE, false);
        var network = new PolicyNetwork(new Normalisation(mean, new float[] {2}, 10), List.of(layer));
        PolicyNetwork copy = network.firstOutputs(1);

        mean[0] = 5;

        assertThat(run(network, 5)).containsExactly(0);
        assertThat(run(copy, 5)).containsExactly(1);
    }

    @Test
    void aNormalisationThatMeansNothingIsRefused() {
        var layer = new Layer(2, 1, new float[2], new float[1], Activation.NONE, false);
        float[] one = {1};
        assertThatThrownBy(() -> new Normalisation(one, new float[2], 10))
                .hasMessage("1 means and 2 deviations do not fit together");
        assertThatThrownBy(() -> new Normalisation(one, new float[] {0}, 10))
                .hasMessage(
                        "entry 0 of an observation has the mean 1.0 and the deviation 0.0; both have to be finite, and the"
                                + " deviation above 0");
        assertThatThrownBy(() -> new Normalisation(new float[] {Float.NaN}, one, 10))
                .hasMessageContaining("the mean NaN");
        assertThatThrownBy(() -> new Normalisation(one, one, -1))
                .hasMessage("observations are cut off at -1.0, which is not above 0");
        assertThatThrownBy(() -> new PolicyNetwork(new Normalisation(one, one, 10), List.of(layer)))
                .hasMessage("observations of 1 entries are normalised, the first layer reads 2");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        var layer = new Layer(2, 1, new float[2], new float[1], Activation.NONE, false);
        assertThatThrownBy(() -> new Layer(2, 1, new float[3], new float[1], Activation.NONE, false))
                .hasMessage("a layer of 2 inputs and 1 outputs cannot have 3 weights, 1 biases");
        assertThatThrownBy(() -> new PolicyNetwork(List.of(layer, layer)))
                .hasMessage("a layer reads 2 entries, but those before it give 1");
        assertThatThrownBy(() -> new PolicyNetwork(List.of())).hasMessage("a network needs a layer");
        assertThatThrownBy(() -> new PolicyNetwork(List.of(layer)).firstOutputs(2))
                .hasMessage("a layer of 1 outputs cannot give the first 2");
        assertThatThrownBy(() -> new PolicyNetwork(List.of(layer)).forward(new double[3], new float[1]))
                .hasMessage("a network from 2 to 1 entries cannot map 3 to 1");
    }
}
