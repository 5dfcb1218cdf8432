package dev.espalier.cli.bench;

import dev.espalier.architecture.Blueprint;
import dev.espalier.architecture.NetworkSpec;
import dev.espalier.prune.Axis;
import dev.espalier.prune.Structure;
import dev.espalier.prune.UnitLayer;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Scope;
import dev.espalier.tensor.Tensors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The matrix products of one update of SAC and its extractors: a lower bound for any implementation on the same
 * libtorch that computes every unit. One that leaves out units with closed gates can be faster.
 *
 * <p>A layer {@code y = x W'} needs one product forward, one for the gradient of {@code W} and one for that of {@code
 * x}. An update has these passes: policy, V and both Q on stored actions forward, and backward to all weights; V's
 * target forward; both Q on the policy's actions forward, and backward to their input. With extractors: phi_o, phi_oa
 * and the predictor forward, and backward to all weights; for the agent, phi_o forward on both observations, phi_oa on
 * the stored actions, and on the policy's actions forward and backward to its input. In passes that are not learnt
 * from, what is equal for all actions in a state is computed once. Gates add a forward pass of the policy, and of
 * phi_oa and Q on its action.
 *
 * <p>Without a value network, the policy, phi_oa and both Q's targets are forward on the next observation instead; gates
 * then add a pass of the policy for a learnt temperature alone.
 *
 * <p>The products are split over as many threads as an update may use, as evenly as possible, without dependencies.
 */
final class MatrixProducts {

    /** One product {@code out = left right}; measuring allocates nothing, as the memory is reused. */
    private record Product(Tensor out, Tensor left, Tensor right) {

        void compute() {
            torch.mm_out(out, left, right);
        }

        /** Number of multiplications and additions. */
        double operations() {
            return 2.0 * left.size(0) * left.size(1) * right.size(1);
        }
    }

    /** The products of a network that are needed in addition to the forward ones. */
    private enum Backward {
        NONE,
        TO_WEIGHTS,
        TO_WEIGHTS_AND_INPUT,
        TO_INPUT
    }

    /** The networks that say what the next state is worth where no value network does. */
    private static final List<String> WITHOUT_VALUE = List.of(NetworkSpec.POLICY, NetworkSpec.Q1, NetworkSpec.Q2);

    private final List<Product> products = new ArrayList<>();
    private final Compute compute;
    private final Structure structure;
    private final int batch;
    private final List<List<Product>> shares;

    /** @param read whether the policy is also computed in evaluation mode on the observations */
    MatrixProducts(Blueprint blueprint, int batch, boolean read, Compute compute) {
        this.compute = compute;
        this.batch = batch;
        structure = blueprint.structure();
        boolean valued = blueprint.networks().stream().map(NetworkSpec::name).anyMatch(NetworkSpec.VALUE::equals);
        List<Backward> judged = read && valued ? List.of(Backward.TO_INPUT, Backward.NONE) : List.of(Backward.TO_INPUT);
        if (blueprint.hasExtractors()) {
            Axis observation = blueprint.observation();
            denseNet(observation, blueprint.phiO(), Backward.TO_WEIGHTS);
            denseNet(blueprint.stateFeaturesAndAction(), blueprint.phiOa(), Backward.TO_WEIGHTS_AND_INPUT);
            int pairWidth = blueprint.pairFeatures().size(structure);
            layer(pairWidth, blueprint.predicted(), Backward.TO_WEIGHTS_AND_INPUT);
            denseNet(observation, blueprint.phiO(), Backward.NONE);
            denseNet(observation, blueprint.phiO(), Backward.NONE);
            List<Backward> joined = new ArrayList<>(judged);
            joined.add(Backward.NONE);
            joinedToStates(blueprint, joined);
            if (!valued) {
                joinedToStates(blueprint, List.of(Backward.NONE));
            }
        }
        for (NetworkSpec network : blueprint.networks()) {
            perceptron(blueprint, network, Backward.TO_WEIGHTS);
        }
        for (String target : valued ? List.of(NetworkSpec.VALUE) : WITHOUT_VALUE) {
            perceptron(blueprint, blueprint.network(target), Backward.NONE);
        }
        judge(blueprint, blueprint.network(NetworkSpec.Q1), judged);
        judge(blueprint, blueprint.network(NetworkSpec.Q2), judged);
        if (read) {
            perceptron(blueprint, blueprint.network(NetworkSpec.POLICY), Backward.NONE);
        }
        shares = shares(compute.sideBySide());
    }

    /** Assigns each product, the largest first, to the thread with the least work so far. */
    private List<List<Product>> shares(int count) {
        List<List<Product>> all = Stream.generate(() -> (List<Product>) new ArrayList<Product>())
                .limit(count)
                .toList();
        products.stream()
                .sorted(Comparator.comparingDouble(Product::operations).reversed())
                .forEach(product -> Collections.min(all, Comparator.comparingDouble(MatrixProducts::operations))
                        .add(product));
        return all;
    }

    private static double operations(List<Product> products) {
        return products.stream().mapToDouble(Product::operations).sum();
    }

    /** phi_oa for several actions in the same states. */
    private void joinedToStates(Blueprint blueprint, List<Backward> actions) {
        int all = blueprint.phiOa().stream().mapToInt(structure::units).sum();
        layer(blueprint.stateFeatures().size(structure), all, Backward.NONE);
        for (Backward backward : actions) {
            layer(blueprint.actionSize(), all, backward);
            int later = all;
            for (UnitLayer layer : blueprint.phiOa()) {
                later -= structure.units(layer);
                layer(structure.units(layer), later, backward);
            }
        }
    }

    /** A Q network for several actions in the same states. */
    private void judge(Blueprint blueprint, NetworkSpec network, List<Backward> actions) {
        int states = blueprint.stateFeatures().size(structure);
        int pairs = blueprint.pairFeatures().size(structure);
        List<Integer> hidden = structure.hidden(network.name());
        layer(states, hidden.getFirst(), Backward.NONE);
        for (Backward backward : actions) {
            layer(pairs - states, hidden.getFirst(), backward);
            for (int i = 1; i < hidden.size(); i++) {
                layer(hidden.get(i - 1), hidden.get(i), backward);
            }
            layer(hidden.getLast(), network.outputs(), backward);
        }
    }

    private void denseNet(Axis input, List<UnitLayer> layers, Backward backward) {
        Backward first = backward;
        Axis read = input;
        for (UnitLayer layer : layers) {
            layer(read.size(structure), structure.units(layer), first);
            first = backward == Backward.TO_WEIGHTS ? Backward.TO_WEIGHTS_AND_INPUT : backward;
            read = read.behind(layer);
        }
    }

    private void perceptron(Blueprint blueprint, NetworkSpec network, Backward backward) {
        Backward first = backward;
        int in = blueprint.input(network.input()).size(structure);
        for (int units : structure.hidden(network.name())) {
            layer(in, units, first);
            first = backward == Backward.TO_WEIGHTS ? Backward.TO_WEIGHTS_AND_INPUT : backward;
            in = units;
        }
        layer(in, network.outputs(), first);
    }

    private void layer(int in, int out, Backward backward) {
        if (in == 0 || out == 0) {
            return;
        }
        Tensor x = matrix(batch, in);
        Tensor weight = matrix(out, in);
        Tensor y = matrix(batch, out);
        add(y, x, weight.t());
        if (backward == Backward.TO_WEIGHTS || backward == Backward.TO_WEIGHTS_AND_INPUT) {
            add(matrix(out, in), y.t(), x);
        }
        if (backward == Backward.TO_INPUT || backward == Backward.TO_WEIGHTS_AND_INPUT) {
            add(matrix(batch, in), y, weight);
        }
    }

    private Tensor matrix(int rows, int columns) {
        return torch.randn(new long[] {rows, columns}, compute.floats());
    }

    private void add(Tensor out, Tensor left, Tensor right) {
        products.add(new Product(out, left, right));
    }

    void run() {
        compute.together(shares, MatrixProducts::compute);
    }

    private static void compute(List<Product> share) {
        try (Scope _ = Scope.withoutGradients()) {
            share.forEach(Product::compute);
        }
    }

    /** Waits until an asynchronous device has finished. */
    void await() {
        try (Scope _ = Scope.open()) {
            Tensors.toFloats(products.getLast().out());
        }
    }

    /** Number of multiplications and additions of one {@link #run}. */
    double operations() {
        return operations(products);
    }
}
