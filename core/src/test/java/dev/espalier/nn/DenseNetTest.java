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
import java.util.Objects;
import java.util.Random;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A DenseNet gives what equations (10)(11) give when they are computed as they stand, layer by layer, gradients included. */
class DenseNetTest {

    private static final Compute COMPUTE = Compute.on(Compute.Kind.CPU, 1);
    private static final String NAME = "phi";
    private static final int ROWS = 6;
    private static final int INPUTS = 3;
    private static final double EPSILON = 1e-3;
    private static final int SEEDS = 60;

    /** A network, the gates of its units, and what it reads, all with gradients. */
    private record Subject(DenseNet net, Structure structure, Map<UnitLayer, Tensor> xi, Tensor input) {

        List<Tensor> leaves() {
            List<Tensor> leaves = new ArrayList<>(net.parameters().values());
            leaves.addAll(xi.values());
            leaves.add(input);
            return leaves;
        }

        private Tensor slot(String name) {
            return Objects.requireNonNull(net.slots().get(name), name).tensor();
        }

        /** {@code z_L} as the equations say. */
        Tensor bySteps(boolean diagonals) {
            Tensor z = input;
            for (UnitLayer layer : structure.layers(NAME)) {
                String l = Integer.toString(layer.index());
                Tensor passed = diagonals ? z.mul(slot(l + ".diagonal")) : z;
                if (structure.units(layer) > 0) {
                    Tensor sums = z.matmul(slot(l + ".weight").t()).add(slot(l + ".bias"));
                    Tensor h = torch.silu(normalised(sums, l)).mul(Objects.requireNonNull(xi.get(layer)));
                    z = torch.cat(new TensorVector(h, passed), 1);
                } else {
                    z = passed;
                }
            }
            return z;
        }

        /** By the mini-batch's mean and biased variance. */
        private Tensor normalised(Tensor sums, String l) {
            Tensor centred = sums.sub(sums.mean(new long[] {0}, true, null));
            Tensor variance = centred.square().mean(new long[] {0}, true, null);
            return centred.div(variance.add(new Scalar(EPSILON)).sqrt())
                    .mul(slot(l + ".scale"))
                    .add(slot(l + ".shift"));
        }
    }

    private static Subject subject(int seed, boolean diagonals) {
        Random random = new Random(seed);
        int layers = 1 + random.nextInt(4);
        SequencedMap<String, List<Integer>> hidden = new LinkedHashMap<>();
        hidden.put(
                NAME,
                IntStream.range(0, layers)
                        .mapToObj(_ -> random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(5))
                        .toList());
        Structure structure = new Structure(hidden);
        DenseNet net = DenseNet.create(
                new DenseNet.Plan(NAME, Axis.fixed(INPUTS), diagonals, 0.1, EPSILON),
                structure,
                new SplittableRandom(seed),
                COMPUTE);
        net.parameters().values().forEach(tensor -> fill(tensor, random));
        Map<UnitLayer, Tensor> xi = new HashMap<>();
        for (UnitLayer layer : structure.layers(NAME)) {
            int units = structure.units(layer);
            if (units > 0) {
                Tensor gates = TestNetworks.gaussian(random, 1, units).view(units);
                xi.put(layer, gates.detach().requires_grad_(true));
            }
        }
        Tensor input = TestNetworks.gaussian(random, ROWS, INPUTS).requires_grad_(true);
        return new Subject(net, structure, xi, input);
    }

    private static void fill(Tensor tensor, Random random) {
        float[] values = new float[(int) tensor.numel()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        try (Scope _ = Scope.withoutGradients()) {
            Tensors.write(tensor, values);
        }
    }

    /** All of them within rounding of the largest number among them. */
    private static void assertClose(List<Tensor> actual, List<Tensor> expected, String what) {
        float largest = 1;
        for (Tensor tensor : expected) {
            for (float number : Tensors.toFloats(tensor)) {
                largest = Math.max(largest, Math.abs(number));
            }
        }
        for (int i = 0; i < expected.size(); i++) {
            assertThat(Tensors.shape(actual.get(i))).as(what).isEqualTo(Tensors.shape(expected.get(i)));
            assertThat(Tensors.toFloats(actual.get(i)))
                    .as("%s %d", what, i)
                    .containsExactly(Tensors.toFloats(expected.get(i)), within(2e-5f * largest));
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void givesWhatTheEquationsGive(boolean diagonals) {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (Scope _ = Scope.open()) {
                Subject subject = subject(seed, diagonals);
                Tensor expected = subject.bySteps(diagonals);
                Tensor actual = subject.net.scaled(subject.xi).forward(subject.input);
                assertClose(List.of(actual), List.of(expected), "z");

                // A loss that weighs every entry of z by a number of its own.
                Tensor weights = TestNetworks.gaussian(new Random(seed), ROWS, (int) expected.size(1));
                List<Tensor> leaves = subject.leaves();
                assertClose(
                        gradients(actual.mul(weights).square().sum(), leaves),
                        gradients(expected.mul(weights).square().sum(), leaves),
                        "gradient with seed " + seed);
            }
        }
    }

    private static List<Tensor> gradients(Tensor loss, List<Tensor> leaves) {
        TensorVector found = torch.grad(new TensorVector(loss), new TensorVector(leaves.toArray(Tensor[]::new)));
        return IntStream.range(0, leaves.size()).mapToObj(found::get).toList();
    }
}
