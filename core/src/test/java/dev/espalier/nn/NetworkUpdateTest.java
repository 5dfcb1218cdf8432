package dev.espalier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.prune.Axis;
import dev.espalier.prune.Structure;
import dev.espalier.prune.UnitLayer;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Tensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** The straight-through estimate (7) of C1 - C0: what a unit's gate is worth to the loss. */
class NetworkUpdateTest {

    private final Compute compute = Compute.on(Compute.Kind.CPU, 1);
    private final GatedNetworks nets = new GatedNetworks();

    /** dloss/dxi of the first update: after one observation the means are what was observed. */
    private <N extends Network<N>> double[] usefulness(TrainState<N> network, Function<N, Tensor> loss) {
        NetworkUpdate<N> update = network.draw(new Random(1));
        update.differentiate(loss);
        NetworkUpdate.stepAll(compute, List.of(update));
        float[] relative = GatedNetworks.gates(network).usefulness();
        double[] derivatives = new double[relative.length];
        for (int i = 0; i < relative.length; i++) {
            derivatives[i] = relative[i] * GatedNetworks.gates(network).meanLossSize();
        }
        return derivatives;
    }

    @Test
    void openLinearUnitsByHand() {
        TrainState<Mlp> network = nets.twoLinearUnits();
        GatedNetworks.force(network, 1, 1);

        // y = -1.5 + 3 = 1.5 and -2.5 + 6 = 3.5; dloss/dy = y / 2 = 0.75 and 1.75; the loss is (2.25 + 12.25) / 4 =
        // 3.625.
        // Unit 1: 3 * -0.5 * 0.75 + 5 * -0.5 * 1.75 = -1.125 - 4.375 = -5.5: it lowers the loss.
        // Unit 2: 1 * 3 * 0.75 + 2 * 3 * 1.75 = 2.25 + 10.5 = 12.75: it raises it.
        assertThat(usefulness(network, nets::halfMeanSquare)).containsExactly(new double[] {-5.5, 12.75}, within(1e-5));
        assertThat(GatedNetworks.gates(network).meanLossSize()).isEqualTo(3.625);
    }

    /** A closed gate gives nothing out, but its unit has an activation and the loss a derivative by it. */
    @Test
    void closedLinearUnitByHand() {
        TrainState<Mlp> network = nets.twoLinearUnits();
        GatedNetworks.force(network, 0, 1);

        // y = 3 and 6; dloss/dy = 1.5 and 3; unit 1: 3 * -0.5 * 1.5 + 5 * -0.5 * 3 = -2.25 - 7.5 = -9.75;
        // unit 2: 1 * 3 * 1.5 + 2 * 3 * 3 = 4.5 + 18 = 22.5.
        assertThat(usefulness(network, nets::halfMeanSquare)).containsExactly(new double[] {-9.75, 22.5}, within(1e-5));
    }

    @Test
    void whereAllAreClosedAllAreJudgedStill() {
        TrainState<Mlp> network = nets.twoLinearUnits();
        GatedNetworks.write(network, "1.bias", 1);
        GatedNetworks.force(network, 0, 0);

        // y = 1; dloss/dy = 0.5 in both rows; 0.5 * -0.5 * (3 + 5) = -2 and 0.5 * 3 * (1 + 2) = 4.5.
        assertThat(usefulness(network, nets::halfMeanSquare)).containsExactly(new double[] {-2, 4.5}, within(1e-5));
    }

    /** With one hidden layer a loss that is linear in the output is linear in every xi: then (7) is no estimate. */
    @Test
    void equalsTheTrueDifferenceWhereTheLossIsLinear() {
        int units = 6;
        Random random = new Random(8);
        Tensor x = TestNetworks.gaussian(random, 9, 3);
        Tensor weights = TestNetworks.gaussian(random, 9, 1);
        for (int draw = 0; draw < 10; draw++) {
            TrainState<Mlp> network = nets.perceptron(3, List.of(units));
            Function<Mlp, Tensor> loss = net -> net.forward(x).mul(weights).sum();
            assertUsefulnessIsTrueDifference(network, pattern(random, units), loss, 0, units);
        }
    }

    /** The predictor is linear in z_oa, and the units of the last layer stand in it as they are. */
    @Test
    void soItIsForUnitsThatOnlyThePredictorReads() {
        Random random = new Random(9);
        Tensor s = TestNetworks.gaussian(random, 9, 3);
        Tensor a = TestNetworks.gaussian(random, 9, 1);
        Tensor weights = TestNetworks.gaussian(random, 9, 2);
        SequencedMap<String, List<Integer>> hidden = new LinkedHashMap<>();
        hidden.put("phi_o", List.of(2, 3));
        hidden.put("phi_oa", List.of(3, 4));
        var structure = new Structure(hidden);
        Axis state = stacked(Axis.fixed(3), structure.layers("phi_o"));
        Axis pair = state.then(Axis.fixed(1));
        for (int draw = 0; draw < 10; draw++) {
            TrainState<OfeNet> network = nets.trained(
                    () -> OfeNet.create(
                            new DenseNet.Plan("phi_o", Axis.fixed(3), true, 0.1, 1e-3),
                            new DenseNet.Plan("phi_oa", pair, true, 0.1, 1e-3),
                            stacked(pair, structure.layers("phi_oa")),
                            2,
                            structure,
                            random,
                            compute),
                    structure,
                    true);
            Function<OfeNet, Tensor> loss = net -> net.predict(net.pairFeatures(net.stateFeatures(s), a))
                    .mul(weights)
                    .sum();
            assertUsefulnessIsTrueDifference(network, pattern(random, 12), loss, 8, 12);
        }
    }

    private static Axis stacked(Axis input, List<UnitLayer> layers) {
        Axis all = input;
        for (UnitLayer layer : layers) {
            all = Axis.units(layer).then(all);
        }
        return all;
    }

    private static float[] pattern(Random random, int units) {
        float[] xi = new float[units];
        for (int i = 0; i < units; i++) {
            xi[i] = random.nextInt(2);
        }
        return xi;
    }

    private <N extends Network<N>> void assertUsefulnessIsTrueDifference(
            TrainState<N> network, float[] xi, Function<N, Tensor> loss, int from, int to) {
        double[] differences = new double[xi.length];
        for (int i = from; i < to; i++) {
            differences[i] = lossWith(network, xi, i, 1, loss) - lossWith(network, xi, i, 0, loss);
        }
        GatedNetworks.force(network, xi);
        double[] estimates = usefulness(network, loss);

        for (int i = from; i < to; i++) {
            assertThat(estimates[i]).as("unit %d", i).isCloseTo(differences[i], within(1e-4));
        }
        assertThat(Arrays.stream(differences).map(Math::abs).max().orElseThrow())
                .as("some unit makes a difference")
                .isGreaterThan(0.05);
    }

    private static <N extends Network<N>> double lossWith(
            TrainState<N> network, float[] xi, int unit, float gate, Function<N, Tensor> loss) {
        float[] forced = xi.clone();
        forced[unit] = gate;
        GatedNetworks.force(network, forced);
        return network.draw(new Random(1)).forward(loss).item_float();
    }

    /** A policy's loss may be negative or 0: then it is measured by how much its output matters. */
    @Test
    void aLossOfAnySignIsMeasuredByItsOutput() {
        TrainState<Mlp> network = nets.twoLinearUnits();
        GatedNetworks.force(network, 1, 1);
        NetworkUpdate<Mlp> update = network.draw(new Random(1));
        Tensor output = update.forward(net -> net.forward(Tensors.of(compute, new float[] {1, 2}, 2, 1)));

        // loss = -3 y_1 + y_2, so dloss/dy = (-3, 1) and the sum of sizes 4; unit 1: 3 * 1.5 - 5 * 0.5 = 2.
        update.differentiate(
                output.mul(Tensors.of(compute, new float[] {-3, 1}, 2, 1)).sum(), output);
        NetworkUpdate.stepAll(compute, List.of(update));

        assertThat(GatedNetworks.gates(network).meanLossSize()).isEqualTo(4);
        assertThat(GatedNetworks.gates(network).usefulness()[0]).isCloseTo(0.5f, within(1e-6f));
    }
}
