package dev.espalier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.prune.Axis;
import dev.espalier.prune.Gates;
import dev.espalier.prune.LeaveOut;
import dev.espalier.prune.Structure;
import dev.espalier.prune.UnitLayer;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Scope;
import dev.espalier.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Leaving out what closed gates multiply by 0 gives what multiplying gives: loss, gradients, usefulness, statistics.
 */
class CompactedNetworkTest {

    private static final Compute COMPUTE = Compute.on(Compute.Kind.CPU, 1);
    private static final int SEEDS = 40;
    private static final int ROWS = 9;
    private static final int OBSERVATION = TestNetworks.INPUTS;
    private static final int ACTION = TestNetworks.ACTIONS;
    private static final String MLP = "net";

    /** What an update showed of a network. */
    private record Shown(float loss, List<float[]> gradients, float[] usefulness, List<float[]> statistics) {}

    private static <N extends Network<N>> Shown run(
            N network, Function<N, DrawnNetwork<N>> drawing, Function<N, Tensor> loss) {
        DrawnNetwork<N> draw = drawing.apply(network);
        Tensor value = loss.apply(draw.network());
        List<Tensor> inputs = new ArrayList<>(draw.parameters());
        inputs.add(Objects.requireNonNull(draw.xi()));
        TensorVector found = torch.grad(new TensorVector(value), new TensorVector(inputs.toArray(Tensor[]::new)));
        float[] usefulness =
                draw.usefulness(Tensors.toFloats(found.get(inputs.size() - 1L))).estimates();
        TensorVector gradients = draw.gradients(found);
        draw.handBack();
        int parameters = network.parameters().size();
        return new Shown(
                value.item_float(),
                IntStream.range(0, parameters)
                        .mapToObj(i -> Tensors.toFloats(gradients.get(i)))
                        .toList(),
                usefulness,
                network.slots().values().stream()
                        .filter(slot -> !slot.learnt())
                        .map(slot -> Tensors.toFloats(slot.tensor()))
                        .toList());
    }

    /** The same numbers in memory of its own, all of them random, trainable. */
    private static <N extends Network<N>> N copy(N network) {
        return network.map((_, slot) -> slot.tensor().detach().clone().requires_grad_(slot.learnt()));
    }

    private static <N extends Network<N>> void randomise(N network, Random random) {
        try (Scope _ = Scope.withoutGradients()) {
            network.slots().forEach((name, slot) -> {
                float[] values = new float[(int) slot.tensor().numel()];
                for (int i = 0; i < values.length; i++) {
                    values[i] =
                            name.endsWith("running_var") ? 0.1f + random.nextFloat() : (float) random.nextGaussian();
                }
                Tensors.write(slot.tensor(), values);
            });
        }
    }

    private static <N extends Network<N>> void assertLeavesNothingOutThatCounts(
            N network, Structure structure, boolean mayVanish, RandomGenerator random, Function<N, Tensor> loss) {
        Gates gates = Gates.start(structure.layers(), structure, mayVanish, TestNetworks.gateSettings());
        float[] xi = new float[gates.size()];
        for (int i = 0; i < xi.length; i++) {
            xi[i] = random.nextInt(2);
        }
        N before = copy(network);
        Shown masked = run(copy(network), net -> draws(net, gates).masked(xi), loss);
        Shown partial = run(network, net -> draws(net, gates).partial(xi, random), loss);

        assertThat(partial.loss).isCloseTo(masked.loss, within(1e-4f * (1 + Math.abs(masked.loss))));
        for (int i = 0; i < masked.gradients.size(); i++) {
            assertClose(partial.gradients.get(i), masked.gradients.get(i), "gradient " + i);
        }
        assertUsefulness(partial.usefulness, masked.usefulness, xi, structure);
        assertStatistics(before, masked, partial);
    }

    private static <N extends Network<N>> GateSampler<N> draws(N network, Gates gates) {
        return new GateSampler<>(network, List.copyOf(network.parameters().values()), gates, COMPUTE);
    }

    private static void assertClose(float[] actual, float[] expected, String what) {
        float largest = 1;
        for (float number : expected) {
            largest = Math.max(largest, Math.abs(number));
        }
        assertThat(actual).as(what).containsExactly(expected, within(2e-4f * largest));
    }

    /**
     * That of open units; of c closed ones in a layer as many as are wanted, each c / wanted times, and nothing of the
     * others.
     */
    private static void assertUsefulness(float[] actual, float[] expected, float[] xi, Structure structure) {
        double share = TestNetworks.gateSettings().leaveOut().estimatedShare();
        float largest = 1;
        for (float number : expected) {
            largest = Math.max(largest, Math.abs(number));
        }
        int start = 0;
        for (UnitLayer layer : structure.layers()) {
            int end = start + structure.units(layer);
            int[] closed = IntStream.range(start, end).filter(i -> xi[i] == 0).toArray();
            int wanted = (int) Math.ceil(share * closed.length);
            double factor = closed.length / (double) wanted;
            int shown = 0;
            for (int i = start; i < end; i++) {
                boolean isClosed = xi[i] == 0;
                if (!isClosed || actual[i] != 0) {
                    double weight = isClosed ? factor : 1;
                    assertThat((double) actual[i])
                            .as("unit %d of %s", i - start, layer)
                            .isCloseTo(weight * expected[i], within(2e-4 * weight * largest));
                }
                shown += isClosed && actual[i] != 0 ? 1 : 0;
            }
            // A rectified unit that no row reaches shows 0 though it was computed.
            long silent = Arrays.stream(closed).filter(i -> expected[i] == 0).count();
            assertThat((long) shown).as("%s", layer).isBetween(wanted - silent, (long) wanted);
            start = end;
        }
    }

    /** Running statistics follow those of the computed units, and stay as they were for the others. */
    private static <N extends Network<N>> void assertStatistics(N before, Shown masked, Shown partial) {
        List<float[]> old = before.slots().values().stream()
                .filter(slot -> !slot.learnt())
                .map(slot -> Tensors.toFloats(slot.tensor()))
                .toList();
        for (int slot = 0; slot < old.size(); slot++) {
            int followed = 0;
            for (int i = 0; i < old.get(slot).length; i++) {
                float now = partial.statistics.get(slot)[i];
                if (now != old.get(slot)[i]) {
                    assertThat(now).isCloseTo(masked.statistics.get(slot)[i], within(1e-3f * (1 + Math.abs(now))));
                    followed++;
                }
            }
            assertThat(followed).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ofExtractors(boolean diagonals) {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (Scope _ = Scope.open()) {
                var random = new SplittableRandom(seed);
                int layers = random.nextInt(1, 4);
                Structure structure = TestNetworks.ofExtractors(widths(random, layers), widths(random, layers));
                OfeNet net = TestNetworks.extractors(structure, diagonals, random);
                randomise(net, new Random(seed));
                Tensor s = TestNetworks.gaussian(new Random(seed + 1), ROWS, OBSERVATION);
                Tensor a = TestNetworks.gaussian(new Random(seed + 2), ROWS, ACTION);
                assertLeavesNothingOutThatCounts(
                        net,
                        structure,
                        true,
                        random,
                        drawn -> drawn.predict(drawn.pairFeatures(drawn.stateFeatures(s), a))
                                .square()
                                .mean());
            }
        }
    }

    private static List<Integer> widths(SplittableRandom random, int layers) {
        return IntStream.range(0, layers).mapToObj(_ -> random.nextInt(1, 8)).toList();
    }

    /** What it reads is of full width, whatever its own gates. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void ofPerceptrons(int layers) {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (Scope _ = Scope.open()) {
                var random = new SplittableRandom(seed);
                Structure structure = new Structure(new LinkedHashMap<>(Map.of(MLP, widths(random, layers))));
                Mlp net = Mlp.create(MLP, Axis.fixed(OBSERVATION), structure, 2, random, COMPUTE);
                randomise(net, new Random(seed));
                Tensor s = TestNetworks.gaussian(new Random(seed + 1), ROWS, OBSERVATION);
                assertLeavesNothingOutThatCounts(
                        net,
                        structure,
                        false,
                        random,
                        drawn -> drawn.forward(s).square().mean());
            }
        }
    }

    /** A draw leaves units out when the settings say that it pays. */
    @Test
    void gatesDecideWhatIsLeftOut() {
        Structure structure = new Structure(new LinkedHashMap<>(Map.of(MLP, List.of(8, 8))));
        Mlp net = Mlp.create(MLP, Axis.fixed(OBSERVATION), structure, 2, new SplittableRandom(1), COMPUTE);
        long weights =
                net.parameters().values().stream().mapToLong(Tensor::numel).sum();
        // On average 11 of 16 gates are open, which is the most with which it pays: some draws have more.
        Gates gates = Gates.start(
                structure.layers(), structure, false, TestNetworks.gateSettings(0.69, new LeaveOut(0.25, (int)
                        weights)));
        int partial = 0;
        int whole = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            float[] xi = gates.draw(new SplittableRandom(seed));
            boolean pays = gates.leavesOut(xi, weights);
            try (Scope _ = Scope.open()) {
                DrawnNetwork<Mlp> draw = draws(net, gates).draw(new SplittableRandom(seed));
                assertThat(draw instanceof CompactedNetwork).isEqualTo(pays);
            }
            partial += pays ? 1 : 0;
            whole += pays ? 0 : 1;
        }
        assertThat(partial).isPositive();
        assertThat(whole).isPositive();
    }
}
