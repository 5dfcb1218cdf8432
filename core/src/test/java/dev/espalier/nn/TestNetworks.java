package dev.espalier.nn;

import dev.espalier.prune.Axis;
import dev.espalier.prune.Gates;
import dev.espalier.prune.LeaveOut;
import dev.espalier.prune.PruneConfig;
import dev.espalier.prune.PruningPlan;
import dev.espalier.prune.Structure;
import dev.espalier.prune.UnitLayer;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.ListKernels;
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
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/** Networks of every kind and many shapes, with gates, all of whose numbers are random. */
final class TestNetworks {

    static final int ROWS = 7;
    static final int INPUTS = 3;
    static final int ACTIONS = 2;
    private static final Compute COMPUTE = Compute.on(Compute.Kind.CPU, 1);
    private static final ListKernels KERNELS = new ListKernels();

    private TestNetworks() {}

    /** What networks there are. */
    enum Kind {
        MLP,
        POLICY,
        OFE_NET,
        OFE_NET_WITH_DIAGONALS;

        boolean layersMayVanish() {
            return this == OFE_NET || this == OFE_NET_WITH_DIAGONALS;
        }
    }

    /**
     * A network and what a test does with it.
     *
     * @param structure units at the start
     * @param evaluation all that it computes in evaluation mode, from inputs that stay the same
     * @param drawn all that a pass computes, from the same inputs
     */
    record Subject(
            Kind kind,
            Structure structure,
            TrainState<?> network,
            Supplier<List<float[]>> evaluation,
            Supplier<List<float[]>> drawn) {

        Gates gates() {
            return Objects.requireNonNull(network.gates());
        }

        /** Sets theta of every unit. */
        void theta(Function<UnitLayer, float[]> theta) {
            float[] all = new float[gates().size()];
            int offset = 0;
            for (UnitLayer layer : gates().layers()) {
                for (float probability : theta.apply(layer)) {
                    all[offset++] = probability;
                }
            }
            Map<String, float[]> state = new HashMap<>(gates().state());
            state.put("theta", all);
            network.restoreGates(state);
        }

        void shrink(PruningPlan plan) {
            network.shrink(plan).commit();
        }
    }

    /** Settings of gates; theta does not move in these networks unless a pressure says so. */
    static PruneConfig gateSettings() {
        return gateSettings(0.9, new LeaveOut(0.25, 200_000));
    }

    /** Such settings with another start and for smaller networks. */
    static PruneConfig gateSettings(double thetaStart, LeaveOut leaveOut) {
        return new PruneConfig(
                true,
                "theta",
                "straight_through",
                thetaStart,
                "adam",
                1e-2,
                0.01,
                0,
                1_000_000,
                leaveOut,
                0.1,
                0.8,
                "cost",
                PruneConfig.Target.NONE,
                1,
                3,
                new PruneConfig.ByRole(0, 0, 0),
                new PruneConfig.ByRole(0, 0, 0));
    }

    /** The same seed gives the same network. */
    static Subject subject(Kind kind, long seed) {
        Random random = new Random(seed);
        return switch (kind) {
            case MLP, POLICY -> perceptron(kind, random);
            case OFE_NET, OFE_NET_WITH_DIAGONALS -> extractors(kind, random);
        };
    }

    private static Subject perceptron(Kind kind, Random random) {
        SequencedMap<String, List<Integer>> hidden = new LinkedHashMap<>();
        hidden.put("net", widths(random, 1 + random.nextInt(3)));
        Structure structure = new Structure(hidden);
        Supplier<Mlp> body = () -> Mlp.create("net", Axis.fixed(INPUTS), structure, 2 * ACTIONS, random, COMPUTE);
        Tensor input = gaussian(random, ROWS, INPUTS);
        if (kind == Kind.MLP) {
            return finish(kind, structure, body, random, mlp -> List.of(mlp.forward(input)));
        }
        Tensor noise = gaussian(random, ROWS, ACTIONS);
        return finish(kind, structure, () -> new TanhGaussianPolicy(body.get()), random, policy -> {
            TanhGaussianPolicy.Sample sample = policy.sample(input, noise);
            return List.of(policy.body().forward(input), sample.action(), sample.logProbability());
        });
    }

    private static Subject extractors(Kind kind, Random random) {
        int layers = 1 + random.nextInt(3);
        Structure structure = ofExtractors(widths(random, layers), widths(random, layers));
        boolean diagonals = kind == Kind.OFE_NET_WITH_DIAGONALS;
        Supplier<OfeNet> maker = () -> extractors(structure, diagonals, random);
        Tensor s = gaussian(random, ROWS, INPUTS);
        Tensor a = gaussian(random, ROWS, ACTIONS);
        // Features of units that are to go are zeros in z_o and z_oa; what is compared is what does not change its
        // width.
        return finish(kind, structure, maker, random, net -> {
            Tensor stateFeatures = net.stateFeatures(s);
            Tensor pairFeatures = net.pairFeatures(stateFeatures, a);
            long passedState = stateFeatures.size(1) - INPUTS;
            return List.of(
                    stateFeatures.narrow(1, passedState, INPUTS),
                    stateFeatures.sum(1L),
                    pairFeatures.sum(1L),
                    net.predict(pairFeatures));
        });
    }

    /** Extractors of {@link #INPUTS} observations and {@link #ACTIONS} actions. */
    static OfeNet extractors(Structure structure, boolean diagonals, RandomGenerator random) {
        Axis observation = Axis.fixed(INPUTS);
        Axis pair = stacked(observation, structure.layers("phi_o")).then(Axis.fixed(ACTIONS));
        return OfeNet.create(
                new DenseNet.Plan("phi_o", observation, diagonals, 0.1, 1e-3),
                new DenseNet.Plan("phi_oa", pair, diagonals, 0.1, 1e-3),
                stacked(pair, structure.layers("phi_oa")),
                INPUTS,
                structure,
                random,
                COMPUTE);
    }

    /** Units of extractors, layer by layer. */
    static Structure ofExtractors(List<Integer> phiO, List<Integer> phiOa) {
        SequencedMap<String, List<Integer>> hidden = new LinkedHashMap<>();
        hidden.put("phi_o", phiO);
        hidden.put("phi_oa", phiOa);
        return new Structure(hidden);
    }

    private static Axis stacked(Axis input, List<UnitLayer> layers) {
        Axis all = input;
        for (UnitLayer layer : layers) {
            all = Axis.units(layer).then(all);
        }
        return all;
    }

    private static List<Integer> widths(Random random, int layers) {
        return IntStream.range(0, layers)
                .map(_ -> 1 + random.nextInt(7))
                .boxed()
                .toList();
    }

    /** Under which theta stays where it is. */
    static final Pressure HELD = new Pressure() {
        @Override
        public boolean isHeld() {
            return true;
        }

        @Override
        public ToDoubleFunction<UnitLayer> price() {
            throw new IllegalStateException("nobody asks while theta is held");
        }
    };

    /** Under which theta follows usefulness alone. */
    static final Pressure FREE = new Pressure() {
        @Override
        public boolean isHeld() {
            return false;
        }

        @Override
        public ToDoubleFunction<UnitLayer> price() {
            return _ -> 0;
        }
    };

    private static <N extends Network<N>> Subject finish(
            Kind kind, Structure structure, Supplier<N> maker, Random random, Function<N, List<Tensor>> compute) {
        Gates gates = Gates.start(structure.layers(), structure, kind.layersMayVanish(), gateSettings());
        var training = new TrainState.Training(new Adam.Settings(1e-3, 0), true, gates, HELD);
        var network = new TrainState<>("ofe", maker, training, KERNELS, COMPUTE);
        randomise(network, random);
        return new Subject(
                kind,
                structure,
                network,
                () -> read(() -> {
                    List<Tensor> all = new ArrayList<>(compute.apply(network.evaluation()));
                    all.addAll(compute.apply(network.target()));
                    return all;
                }),
                () -> read(() -> network.draw(new Random(0)).forward(compute)));
    }

    private static List<float[]> read(Supplier<List<Tensor>> compute) {
        try (Scope _ = Scope.withoutGradients()) {
            return compute.get().stream().map(Tensors::toFloats).toList();
        }
    }

    /** Fills weights, targets, statistics and moments; what has to be positive is. */
    private static void randomise(TrainState<?> network, Random random) {
        network.tensors().forEach((name, tensor) -> {
            boolean positive = name.endsWith("running_var") || name.endsWith("exp_avg_sq") || name.endsWith("step");
            float[] values = new float[(int) tensor.numel()];
            for (int i = 0; i < values.length; i++) {
                values[i] = positive ? 0.1f + random.nextFloat() : (float) random.nextGaussian();
            }
            Tensors.write(tensor, values);
        });
    }

    static Tensor gaussian(Random random, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensors.of(COMPUTE, values, rows, columns);
    }
}
