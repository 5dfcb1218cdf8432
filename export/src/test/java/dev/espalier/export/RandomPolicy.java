package dev.espalier.export;

import dev.espalier.policy.ActionRange;
import dev.espalier.policy.Normalisation;
import dev.espalier.policy.Policy;
import dev.espalier.policy.PolicyBundle.Golden;
import dev.espalier.policy.PolicyNetwork;
import dev.espalier.policy.PolicyNetwork.Activation;
import dev.espalier.policy.PolicyNetwork.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Random policies of many shapes, and their actions in single and in double precision. */
final class RandomPolicy {

    static final PolicyFacts FACTS = new PolicyFacts("Hopper-v5", 20_000, 1234, "0.1", "0123abc", 2, 1e-5);

    private static final List<Activation> ACTIVATIONS = List.of(Activation.values());

    private RandomPolicy() {}

    /** A policy of any shape, even with layers of one unit or none, and any ranges; every second one normalises. */
    static Policy draw(long seed) {
        var random = new SplittableRandom(seed);
        int observationSize = random.nextInt(1, 20);
        int actionSize = random.nextInt(1, 5);
        List<Layer> layers = new ArrayList<>();
        int width = observationSize;
        for (int i = random.nextInt(6); i > 0; i--) {
            int units = random.nextInt(4) == 0 ? random.nextInt(2) : random.nextInt(2, 20);
            boolean handsOn = random.nextBoolean();
            layers.add(layer(random, width, units, ACTIVATIONS.get(random.nextInt(ACTIVATIONS.size())), handsOn));
            width = handsOn ? width + units : units;
        }
        layers.add(layer(random, width, actionSize, Activation.NONE, false));
        Normalisation normalisation = seed % 2 == 0 ? null : normalisation(random, observationSize);
        return new Policy(new PolicyNetwork(normalisation, layers), range(random, actionSize));
    }

    /** Entries near 0 and very far from it, with large, small or hardly any variation. */
    static Normalisation normalisation(SplittableRandom random, int size) {
        float[] mean = numbers(random, size, 1);
        float[] deviation = new float[size];
        for (int i = 0; i < size; i++) {
            mean[i] *= List.of(0f, 1f, 1e5f, 1e30f).get(random.nextInt(4));
            deviation[i] = List.of(0.01f, 3.7f, 20f, 1e28f).get(random.nextInt(4));
        }
        return new Normalisation(mean, deviation, 10);
    }

    /** A policy shaped like trained ones: layers that hand on their input, then a perceptron. */
    static Policy draw(long seed, int observationSize, int[] handingOn, int[] hidden, ActionRange range) {
        var random = new SplittableRandom(seed);
        List<Layer> layers = new ArrayList<>();
        int width = observationSize;
        for (int units : handingOn) {
            layers.add(layer(random, width, units, Activation.SWISH, true));
            width += units;
        }
        for (int units : hidden) {
            layers.add(layer(random, width, units, Activation.RELU, false));
            width = units;
        }
        layers.add(layer(random, width, range.size(), Activation.NONE, false));
        return new Policy(new PolicyNetwork(layers), range);
    }

    static Layer layer(SplittableRandom random, int inputs, int outputs, Activation activation, boolean handsOn) {
        float scale = 2 / (float) Math.sqrt(inputs + 1);
        return new Layer(
                inputs,
                outputs,
                numbers(random, inputs * outputs, scale),
                numbers(random, outputs, 1),
                activation,
                handsOn);
    }

    private static ActionRange range(SplittableRandom random, int size) {
        double width = List.of(1.0, 0.4, 3.0, 1e3).get(random.nextInt(4));
        double shift = random.nextInt(3) == 0 ? width * random.nextDouble(-2, 2) : 0;
        return range(size, shift - width, shift + width);
    }

    static ActionRange range(int size, double low, double high) {
        return new ActionRange(
                IntStream.range(0, size).mapToDouble(i -> low).toArray(),
                IntStream.range(0, size).mapToDouble(i -> high).toArray());
    }

    private static float[] numbers(SplittableRandom random, int count, float scale) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = scale * (float) random.nextDouble(-1, 1);
        }
        return numbers;
    }

    /** Plausible observations: with normalisation around the mean, and sometimes far away. */
    static List<double[]> observations(Policy policy, long seed, int count) {
        var random = new SplittableRandom(seed);
        Normalisation normalisation = policy.network().normalisation();
        List<double[]> observations = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            double[] observation =
                    random.doubles(policy.observationSize(), -3, 3).toArray();
            for (int i = 0; normalisation != null && i < observation.length; i++) {
                observation[i] = random.nextInt(8) == 0
                        ? observation[i] * 1e38
                        : normalisation.mean()[i] + normalisation.deviation()[i] * observation[i];
            }
            observations.add(observation);
        }
        return observations;
    }

    /** A policy's actions for some observations. */
    static List<Golden> golden(Policy policy) {
        return observations(policy, 99, 5).stream()
                .map(observation -> new Golden(observation, act(policy, observation)))
                .toList();
    }

    static double[] act(Policy policy, double[] observation) {
        double[] action = new double[policy.actionSize()];
        policy.act(observation, action);
        return action;
    }

    /** The action in double precision. */
    static double[] slowly(Policy policy, double[] observation) {
        double[] action = new double[policy.actionSize()];
        DoublePrecision.act(policy, observation, action);
        return action;
    }
}
