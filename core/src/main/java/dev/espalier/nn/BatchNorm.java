package dev.espalier.nn;

import dev.espalier.prune.Axis;
import dev.espalier.tensor.Compute;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Batch normalisation (Ioffe and Szegedy, 2015): each unit is normalised to mean 0 and variance 1 over the mini-batch,
 * then scaled and shifted by learnt parameters. Training updates running statistics, which evaluation mode uses.
 *
 * <p>Every number belongs to a single unit, so removing a unit does not affect the others.
 *
 * @param name prefix of its tensors' names
 * @param units axis of its input
 * @param statistics settings of the running statistics
 * @param scale learnt factors, {@code [units]}
 * @param shift learnt offsets, {@code [units]}
 * @param mean running means, {@code [units]}
 * @param variance running variances, {@code [units]}
 * @param arguments the four tensors as optional arguments for libtorch, created once
 */
record BatchNorm(
        String name,
        Axis units,
        Statistics statistics,
        Tensor scale,
        Tensor shift,
        Tensor mean,
        Tensor variance,
        List<TensorOptional> arguments) {

    /**
     * Settings of the statistics.
     *
     * @param momentum weight of a mini-batch's statistics in the running statistics
     * @param epsilon added to the variance
     */
    record Statistics(double momentum, double epsilon) {}

    private BatchNorm(
            String name, Axis units, Statistics statistics, Tensor scale, Tensor shift, Tensor mean, Tensor variance) {
        this(
                name,
                units,
                statistics,
                scale,
                shift,
                mean,
                variance,
                Stream.of(scale, shift, mean, variance).map(TensorOptional::new).toList());
    }

    /** Creates a trainable layer that changes nothing yet. */
    static BatchNorm create(String name, Axis units, int size, Statistics statistics, Compute compute) {
        return new BatchNorm(
                name,
                units,
                statistics,
                torch.ones(new long[] {size}, compute.floats()).requires_grad_(true),
                torch.zeros(new long[] {size}, compute.floats()).requires_grad_(true),
                torch.zeros(new long[] {size}, compute.floats()),
                torch.ones(new long[] {size}, compute.floats()));
    }

    /**
     * Normalises {@code [batch, units]}.
     *
     * @param learning true to use the mini-batch's statistics and update the running ones; false to use the running
     *     ones
     */
    Tensor forward(Tensor input, boolean learning) {
        return torch.batch_norm(
                input,
                arguments.get(0),
                arguments.get(1),
                arguments.get(2),
                arguments.get(3),
                learning,
                statistics.momentum,
                statistics.epsilon,
                true);
    }

    private Slot slot(Tensor tensor, boolean learnt) {
        return new Slot(tensor, List.of(units), learnt);
    }

    void collect(SequencedMap<String, Slot> slots) {
        slots.put(name + ".scale", slot(scale, true));
        slots.put(name + ".shift", slot(shift, true));
        slots.put(name + ".running_mean", slot(mean, false));
        slots.put(name + ".running_var", slot(variance, false));
    }

    BatchNorm map(BiFunction<String, Slot, Tensor> change) {
        return new BatchNorm(
                name,
                units,
                statistics,
                change.apply(name + ".scale", slot(scale, true)),
                change.apply(name + ".shift", slot(shift, true)),
                change.apply(name + ".running_mean", slot(mean, false)),
                change.apply(name + ".running_var", slot(variance, false)));
    }
}
