package dev.espalier.nn;

import dev.espalier.prune.Axis;
import dev.espalier.prune.Gates;
import dev.espalier.prune.Structure;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.ListKernels;
import dev.espalier.tensor.Tensors;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Networks under gates for tests of one update, and ways to set their numbers. */
final class GatedNetworks {

    private final Compute compute = Compute.on(Compute.Kind.CPU, 1);
    private final ListKernels kernels = new ListKernels();

    private static Structure structure(String network, List<Integer> units) {
        SequencedMap<String, List<Integer>> hidden = new LinkedHashMap<>();
        hidden.put(network, units);
        return new Structure(hidden);
    }

    /** A perceptron with one output. */
    TrainState<Mlp> perceptron(int inputs, List<Integer> units) {
        Structure structure = structure("net", units);
        return trained(
                () -> Mlp.create("net", Axis.fixed(inputs), structure, 1, new Random(3), compute), structure, false);
    }

    /** A network with open gates and an optimiser. */
    <N extends Network<N>> TrainState<N> trained(Supplier<N> maker, Structure structure, boolean layersMayVanish) {
        Gates gates = Gates.start(structure.layers(), structure, layersMayVanish, TestNetworks.gateSettings());
        var training = new TrainState.Training(new Adam.Settings(1e-3, 0), false, gates, TestNetworks.FREE);
        return new TrainState<>("net", maker, training, kernels, compute);
    }

    static void write(TrainState<?> network, String name, float... values) {
        Tensors.write(Objects.requireNonNull(network.tensors().get("net." + name)), values);
    }

    /** Theta 0 or 1 leaves nothing to chance. */
    static void force(TrainState<?> network, float... xi) {
        Map<String, float[]> state = new HashMap<>(gates(network).state());
        state.put("theta", xi);
        network.restoreGates(state);
    }

    static Gates gates(TrainState<?> network) {
        return Objects.requireNonNull(network.gates());
    }

    /**
     * Units with h = (2x + 1, x) for x in {1, 2}, so h = (3, 1) and (5, 2); y = -0.5 h_1 + 3 h_2, loss = mean of y^2 /
     * 2.
     */
    TrainState<Mlp> twoLinearUnits() {
        TrainState<Mlp> network = perceptron(1, List.of(2));
        write(network, "0.weight", 2, 1);
        write(network, "0.bias", 1, 0);
        write(network, "1.weight", -0.5f, 3);
        write(network, "1.bias", 0);
        return network;
    }

    /** The loss of {@link #twoLinearUnits}. */
    Tensor halfMeanSquare(Mlp net) {
        Tensor x = Tensors.of(compute, new float[] {1, 2}, 2, 1);
        return net.forward(x).square().mean().mul(new Scalar(0.5));
    }
}
