package dev.espalier.nn;

import dev.espalier.prune.Axis;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Tensors;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Batch normalisation (Ioffe and Szegedy, 2015): each unit is normalised to mean 0 and variance 1 over the mini-batch,
 * then scaled and shifted by learnt parameters. Training updates running statistics, which evaluation mode uses.
 *
 * <p>Every number belongs to a single unit, so removing a unit does not affect the others.
 */
final class BatchNorm {

    /**
     * Settings of the statistics.
     *
     * @param momentum weight of a mini-batch's statistics in the running statistics
     * @param epsilon added to the variance
     */
    record Statistics(double momentum, double epsilon) {}

    private final String name;
    private final Axis units;
    private final Statistics statistics;
    private final Slot scale;
    private final Slot shift;
    private final Slot mean;
    private final Slot variance;
    private final TensorOptional[] arguments;

    private BatchNorm(String name, Axis units, Statistics statistics, Tensor... tensors) {
        this.name = name;
        this.units = units;
        this.statistics = statistics;
        scale = Slot.learnt(tensors[0], units);
        shift = Slot.learnt(tensors[1], units);
        mean = Slot.statistic(tensors[2], units);
        variance = Slot.statistic(tensors[3], units);
        arguments = new TensorOptional[tensors.length];
        for (int i = 0; i < tensors.length; i++) {
            arguments[i] = Tensors.optional(tensors[i]);
        }
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
                arguments[0],
                arguments[1],
                arguments[2],
                arguments[3],
                learning,
                statistics.momentum,
                statistics.epsilon,
                true);
    }

    double epsilon() {
        return statistics.epsilon;
    }

    Tensor scale() {
        return scale.tensor();
    }

    Tensor shift() {
        return shift.tensor();
    }

    Tensor mean() {
        return mean.tensor();
    }

    Tensor variance() {
        return variance.tensor();
    }

    void collect(SequencedMap<String, Slot> slots) {
        slots.put(name + ".scale", scale);
        slots.put(name + ".shift", shift);
        slots.put(name + ".running_mean", mean);
        slots.put(name + ".running_var", variance);
    }

    BatchNorm map(BiFunction<String, Slot, Tensor> change) {
        return new BatchNorm(
                name,
                units,
                statistics,
                change.apply(name + ".scale", scale),
                change.apply(name + ".shift", shift),
                change.apply(name + ".running_mean", mean),
                change.apply(name + ".running_var", variance));
    }
}
