package dev.espalier.nn;

import dev.espalier.tensor.Compute;
import dev.espalier.tensor.ListKernels;
import dev.espalier.tensor.Scope;
import dev.espalier.tensor.Tensors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The Adam optimiser (Kingma and Ba, 2015) for the parameters of one network, with PyTorch's default decay rates. The
 * moments of a parameter have its shape and name, so pruning can remove the same rows and columns from them.
 *
 * <p>Weight decay applies to the weights, the parameters with two axes: the loss then contains
 * {@code lambda / 2 * |W|^2}, equation (2) of the method.
 */
public final class Adam {

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;
    private static final String FIRST = ".exp_avg";
    private static final String SECOND = ".exp_avg_sq";
    private static final String STEP = "step";

    /**
     * Settings that stay the same when the network shrinks.
     *
     * @param learningRate step size
     * @param weightDecay lambda
     * @param schedule scales the step size along a run
     */
    public record Settings(double learningRate, double weightDecay, LearningRateSchedule schedule) {

        /** Settings with a constant step size. */
        public Settings(double learningRate, double weightDecay) {
            this(learningRate, weightDecay, new LearningRateSchedule(LearningRateSchedule.Kind.CONSTANT));
        }

        private double presentRate() {
            return learningRate * schedule.factor();
        }
    }

    private final ListKernels kernels;
    private final Settings settings;
    private final SequencedMap<String, Tensor> state = new LinkedHashMap<>();
    private final List<Tensor> parameters;
    private final Tensor steps;
    private final List<Group> groups = new ArrayList<>();

    /** Parameters with the same decay, as the kernel takes them; positions are indices into all parameters. */
    private record Group(
            double decay, int[] positions, IValue parameters, IValue expAvgs, IValue expAvgSqs, IValue steps) {}

    /** Creates an optimiser at step 0. */
    public Adam(SequencedMap<String, Tensor> parameters, Settings settings, ListKernels kernels, Compute compute) {
        this(
                parameters,
                settings,
                kernels,
                (name, _) -> torch.zeros_like(
                        Objects.requireNonNull(parameters.get(name)).detach()),
                torch.zeros(new long[] {1}, compute.floats()));
    }

    private Adam(
            SequencedMap<String, Tensor> parameters,
            Settings settings,
            ListKernels kernels,
            BiFunction<String, String, Tensor> moments,
            Tensor steps) {
        this.kernels = kernels;
        this.settings = settings;
        this.parameters = List.copyOf(parameters.values());
        this.steps = steps;
        List<String> names = List.copyOf(parameters.keySet());
        for (String name : names) {
            state.put(name + FIRST, moments.apply(name, FIRST));
            state.put(name + SECOND, moments.apply(name, SECOND));
        }
        state.put(STEP, steps);
        if (settings.weightDecay == 0) {
            groups.add(group(names, 0, Tensor::defined));
        } else {
            groups.add(group(names, settings.weightDecay, tensor -> tensor.dim() == 2));
            groups.add(group(names, 0, tensor -> tensor.dim() != 2));
            groups.removeIf(group -> group.positions.length == 0);
        }
    }

    private Group group(List<String> names, double decay, Predicate<Tensor> members) {
        int[] positions = IntStream.range(0, names.size())
                .filter(position -> members.test(parameters.get(position)))
                .toArray();
        List<Tensor> tensors = new ArrayList<>();
        List<Tensor> first = new ArrayList<>();
        List<Tensor> second = new ArrayList<>();
        for (int position : positions) {
            tensors.add(parameters.get(position));
            first.add(Objects.requireNonNull(state.get(names.get(position) + FIRST)));
            second.add(Objects.requireNonNull(state.get(names.get(position) + SECOND)));
        }
        return new Group(
                decay,
                positions,
                ListKernels.list(tensors),
                ListKernels.list(first),
                ListKernels.list(second),
                ListKernels.list(Collections.nCopies(positions.length, steps)));
    }

    /**
     * Creates the optimiser of the pruned network, at the same step.
     *
     * @param remaining parameters of the pruned network, all of them also parameters of this one
     * @param cut slices a tensor that has the shape of the named parameter
     */
    Adam remaining(SequencedMap<String, Tensor> remaining, BiFunction<String, Tensor, Tensor> cut) {
        return new Adam(
                remaining,
                settings,
                kernels,
                (name, moment) -> cut.apply(name, Objects.requireNonNull(state.get(name + moment))),
                steps.clone());
    }

    /** The parameters, in the order in which {@link #step} expects their gradients. */
    public List<Tensor> parameters() {
        return parameters;
    }

    /** Computes the gradients of a scalar loss with respect to the parameters, in their order. */
    public TensorVector gradients(Tensor loss) {
        return Tensors.gradients(loss, parameters);
    }

    /**
     * Takes one optimisation step for every parameter.
     *
     * @param gradients gradients of the parameters, in their order; further entries are ignored
     */
    public void step(TensorVector gradients) {
        try (Scope _ = Scope.open()) {
            steps.add_(new Scalar(1.0f));
            double rate = settings.presentRate();
            for (Group group : groups) {
                kernels.adam(
                        group.parameters,
                        ListKernels.list(gradients, group.positions),
                        group.expAvgs,
                        group.expAvgSqs,
                        group.steps,
                        rate,
                        BETA1,
                        BETA2,
                        EPSILON,
                        group.decay);
            }
        }
    }

    /**
     * Clips the global norm of the gradients.
     *
     * @param gradients gradients of the parameters, in their order; further entries are ignored
     * @param most largest norm: the root of the sum of all squares
     */
    void clip(TensorVector gradients, double most) {
        kernels.clip(
                ListKernels.list(
                        gradients, IntStream.range(0, parameters.size()).toArray()),
                most);
    }

    /** Moments and step count by name: the live tensors, which may be saved or overwritten. */
    public SequencedMap<String, Tensor> state() {
        return Collections.unmodifiableSequencedMap(state);
    }
}
