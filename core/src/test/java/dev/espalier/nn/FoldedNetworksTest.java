package dev.espalier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.prune.Axis;
import dev.espalier.prune.Structure;
import dev.espalier.prune.UnitLayer;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Scope;
import dev.espalier.tensor.Tensors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Networks prepared for reading give what the networks themselves give in evaluation mode, and pass the same gradients.
 */
class FoldedNetworksTest {

    private static final Compute COMPUTE = Compute.on(Compute.Kind.CPU, 1);
    private static final int ROWS = 5;
    private static final int OBSERVATION = TestNetworks.INPUTS;
    private static final int ACTION = TestNetworks.ACTIONS;
    private static final int SEEDS = 40;

    /** Extractors in evaluation mode with random numbers everywhere; layers may be empty. */
    private static OfeNet extractors(RandomGenerator random, boolean diagonals, boolean theta) {
        int layers = 1 + random.nextInt(4);
        Structure structure = TestNetworks.ofExtractors(widths(random, layers), widths(random, layers));
        OfeNet net = TestNetworks.extractors(structure, diagonals, random).frozen();
        randomise(net, random);
        if (!theta) {
            return net;
        }
        Map<UnitLayer, Tensor> factors = new HashMap<>();
        for (UnitLayer layer : structure.layers()) {
            factors.put(layer, uniform(random, structure.units(layer)));
        }
        return net.scaled(factors);
    }

    private static List<Integer> widths(RandomGenerator random, int layers) {
        List<Integer> widths = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            widths.add(random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(5));
        }
        return widths;
    }

    private static void randomise(OfeNet net, RandomGenerator random) {
        net.slots().values().forEach(slot -> {
            Tensor values = uniform(random, slot.tensor().numel());
            slot.tensor().copy_(values.view(Tensors.shape(slot.tensor())));
        });
    }

    /** Numbers that suit a variance and a theta, too. */
    private static Tensor uniform(RandomGenerator random, long... shape) {
        float[] values = new float[(int) torch.zeros(shape).numel()];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.1f + 0.8f * random.nextFloat();
        }
        return Tensors.of(COMPUTE, values, shape);
    }

    private static void assertSame(Tensor actual, Tensor expected) {
        assertThat(Tensors.shape(actual)).isEqualTo(Tensors.shape(expected));
        float[] numbers = Tensors.toFloats(expected);
        float largest = 1;
        for (float number : numbers) {
            largest = Math.max(largest, Math.abs(number));
        }
        assertThat(Tensors.toFloats(actual)).containsExactly(numbers, within(1e-5f * largest));
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void foldedExtractorsFollowTheirNetwork(boolean diagonals, boolean theta) {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (Scope _ = Scope.open()) {
                RandomGenerator random = new SplittableRandom(seed);
                OfeNet net = extractors(random, diagonals, theta);
                FoldedOfeNet folded = net.folded(COMPUTE);
                assertReadsAlike(net, folded, random);
                randomise(net, random);
                folded.refresh();
                assertReadsAlike(net, folded, random);
            }
        }
    }

    private static void assertReadsAlike(OfeNet net, FoldedOfeNet folded, RandomGenerator random) {
        Tensor observation = uniform(random, ROWS, OBSERVATION);
        Tensor stateFeatures = net.stateFeatures(observation);
        assertSame(folded.stateFeatures(observation), stateFeatures);
        Function<Tensor, SplitInput> states = folded.read(stateFeatures);
        for (int i = 0; i < 2; i++) {
            Tensor action = uniform(random, ROWS, ACTION).requires_grad_(true);
            Tensor expected = net.pairFeatures(stateFeatures, action);
            Tensor actual = states.apply(action).whole();
            assertSame(actual, expected);
            assertSame(gradient(actual, action), gradient(expected, action));
        }
    }

    /** Of the sum of squares, so that every entry counts with a weight of its own. */
    private static Tensor gradient(Tensor features, Tensor action) {
        return torch.grad(new TensorVector(features.square().sum()), new TensorVector(action))
                .get(0);
    }

    /** A network that changed and was not folded anew would show. */
    @Test
    void foldingTakesValuesOfThatMoment() {
        try (Scope _ = Scope.open()) {
            RandomGenerator random = new SplittableRandom(3);
            OfeNet net = extractors(random, true, false);
            FoldedOfeNet folded = net.folded(COMPUTE);
            Tensor observation = uniform(random, ROWS, OBSERVATION);
            Tensor before = folded.stateFeatures(observation).clone();
            net.slots().values().forEach(slot -> slot.tensor().add_(new Scalar(0.3)));

            assertSame(folded.stateFeatures(observation), before);
            folded.refresh();
            assertThat(folded.stateFeatures(observation).allclose(before)).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "4"})
    void aPerceptronThatReadsItsInputInBlocksGivesTheSame(int before) {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (Scope _ = Scope.open()) {
                RandomGenerator random = new SplittableRandom(seed);
                SequencedMap<String, List<Integer>> hidden = new LinkedHashMap<>();
                hidden.put("net", random.nextBoolean() ? List.of(5) : List.of(4, 3));
                int inputs = before + OBSERVATION + ACTION;
                Mlp net = Mlp.create("net", Axis.fixed(inputs), new Structure(hidden), 2, random, COMPUTE)
                        .frozen();
                Tensor same = uniform(random, ROWS, OBSERVATION);
                SplitInput first = split(before, same, random);
                Tensor sums = net.sharedSums(first);
                for (SplitInput input : List.of(first, split(before, same, random))) {
                    Tensor whole = input.whole().detach().requires_grad_(true);
                    Tensor expected = net.forward(whole);
                    Tensor actual = net.forward(sums, input);
                    assertSame(actual, expected);
                    Tensor all = gradient(expected, whole);
                    assertSame(gradient(actual, input.after()), all.narrow(1, inputs - ACTION, ACTION));
                }
            }
        }
    }

    /** A policy on extracted features, on observations as they are, and with layers that have vanished. */
    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void aPolicyInPlainArraysFollowsItsTensors(boolean diagonals, boolean theta) {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (Scope _ = Scope.withoutGradients()) {
                RandomGenerator random = new SplittableRandom(seed);
                OfeNet net = extractors(random, diagonals, theta);
                boolean extracted = random.nextInt(4) != 0;
                FoldedDenseNet folded = extracted ? net.folded(COMPUTE).ofStates() : null;
                Tensor observation = uniform(random, 1, OBSERVATION);
                int inputs = folded == null
                        ? OBSERVATION
                        : (int) net.stateFeatures(observation).size(1);
                Mlp policy = policy(inputs, theta, random);
                Normaliser normaliser = random.nextBoolean() ? new Normaliser(OBSERVATION, COMPUTE) : null;
                observe(normaliser, random);
                var plain = new PlainNetwork(normaliser, folded, policy);
                assertActsAlike(plain, normaliser, net, policy, observation);
                observe(normaliser, random);
                randomise(net, random);
                policy.slots().values().forEach(slot -> slot.tensor().mul_(new Scalar(-0.7)));
                if (folded != null) {
                    folded.refresh();
                }
                plain.refresh();
                assertActsAlike(plain, normaliser, net, policy, observation);
                assertThat(plain.isMadeOf(folded, policy)).isTrue();
                assertThat(plain.isMadeOf(folded, policy.frozen())).isFalse();
            }
        }
    }

    /** Entries of very different size, and one that hardly moves. */
    private static void observe(@Nullable Normaliser normaliser, RandomGenerator random) {
        if (normaliser != null) {
            Tensor scales = Tensors.of(COMPUTE, new float[] {1, 10, 1e-3f}, OBSERVATION);
            normaliser.observe(
                    uniform(random, 20, OBSERVATION).add(new Scalar(0.3)).mul(scales));
        }
    }

    /** Where a mean multiplied into a bias would leave nothing of what an entry tells. */
    @Test
    void aPolicyInPlainArraysReadsObservationsFarFromZero() {
        try (Scope _ = Scope.withoutGradients()) {
            RandomGenerator random = new SplittableRandom(1);
            OfeNet net = extractors(random, true, true);
            var normaliser = new Normaliser(OBSERVATION, COMPUTE);
            Tensor scales = Tensors.of(COMPUTE, new float[] {20, 0, 1e28f}, OBSERVATION);
            Tensor centres = Tensors.of(COMPUTE, new float[] {101325, 273.15f, -1e30f}, OBSERVATION);
            normaliser.observe(uniform(random, 50, OBSERVATION).mul(scales).add(centres));
            Tensor observation = uniform(random, 1, OBSERVATION).mul(scales).add(centres);
            int inputs = (int) net.stateFeatures(observation).size(1);
            Mlp policy = policy(inputs, true, random);
            var plain = new PlainNetwork(normaliser, net.folded(COMPUTE).ofStates(), policy);

            assertActsAlike(plain, normaliser, net, policy, observation);
        }
    }

    private static Mlp policy(int inputs, boolean theta, RandomGenerator random) {
        SequencedMap<String, List<Integer>> hidden = new LinkedHashMap<>();
        hidden.put("net", random.nextBoolean() ? List.of(5) : List.of(4, 3));
        Structure structure = new Structure(hidden);
        Mlp policy = Mlp.create("net", Axis.fixed(inputs), structure, 4, random, COMPUTE)
                .frozen();
        Map<UnitLayer, Tensor> factors = new HashMap<>();
        if (theta) {
            structure.layers("net").forEach(layer -> factors.put(layer, uniform(random, structure.units(layer))));
        }
        return policy.scaled(factors);
    }

    private static void assertActsAlike(
            PlainNetwork plain, @Nullable Normaliser normaliser, OfeNet net, Mlp policy, Tensor observation) {
        Tensor read = normaliser == null ? observation : normaliser.apply(observation);
        boolean extracted = !plain.isMadeOf(null, policy);
        float[] expected = Tensors.toFloats(policy.forward(extracted ? net.stateFeatures(read) : read));
        double[] numbers = new double[OBSERVATION];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Tensors.toFloats(observation)[i];
        }
        float[] actual = new float[plain.network().outputs()];
        plain.network().forward(numbers, actual);
        assertThat(actual).containsExactly(expected, within(1e-5f));
    }

    private static SplitInput split(int before, Tensor same, RandomGenerator random) {
        return new SplitInput(
                before == 0 ? null : uniform(random, ROWS, before),
                same,
                uniform(random, ROWS, ACTION).requires_grad_(true));
    }
}
