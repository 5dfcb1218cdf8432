package dev.espalier.nn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a {@link DenseNet} by what they multiply: for the input and for each layer's units, the columns that belong to
 * them in the weights of all later layers, one below the other. What the diagonals do to an entry on its way is multiplied
 * into the weights that it meets, which are fewer numbers than a mini-batch of entries.
 *
 * <p>Gradients pass through to weights, biases and diagonals as if every layer had read its z.
 */
final class LaterWeights {

    /** Entries of z, the newest first: units of each layer, and at the end the input. */
    private final List<Long> widths = new ArrayList<>();

    /** For the input and then each layer's units, in the order of the layers: their columns in each later layer. */
    private final List<List<Tensor>> columns = new ArrayList<>();

    private final List<Tensor> biases = new ArrayList<>();

    /** What each entry of z has been multiplied by, {@code [width of z]}; null as long as that is 1. */
    private @Nullable Tensor met;

    LaterWeights() {
        columns.add(new ArrayList<>());
    }

    /** A layer reads z. */
    void read(Linear linear) {
        Tensor weight = met == null ? linear.weight() : linear.weight().mul(met);
        biases.add(linear.bias());
        if (widths.isEmpty()) {
            widths.add(weight.size(1));
        }
        // A split has one gradient for all of the weight.
        TensorVector parts = torch.split_with_sizes(
                weight, widths.stream().mapToLong(Long::longValue).toArray(), 1);
        int newest = widths.size() - 1;
        for (int i = 0; i <= newest; i++) {
            columns.get(newest - i).add(parts.get(i));
        }
    }

    /** z is multiplied by a diagonal. */
    void pass(Tensor diagonal) {
        met = met == null ? diagonal : met.mul(diagonal);
    }

    /** A layer puts its units before z. */
    void give(long units) {
        widths.addFirst(units);
        columns.add(new ArrayList<>());
        if (met != null) {
            met = torch.cat(new TensorVector(torch.ones(new long[] {units}, met.options()), met), 0);
        }
    }

    /** Whether no layer reads. */
    boolean isEmpty() {
        return biases.isEmpty();
    }

    /** What all layers make of the input: {@code [batch, inputs] -> [batch, units of all layers]}. */
    Tensor begin(Tensor input) {
        return torch.addmm(joined(biases), input, joined(columns.getFirst()).t());
    }

    /**
     * Adds what later layers make of a layer's units.
     *
     * @param sums of the later layers, {@code [batch, their units]}
     * @param units {@code [batch, units]}
     * @param layer which one of those that have units, from 1
     */
    Tensor add(Tensor sums, Tensor units, int layer) {
        return torch.addmm(sums, units, joined(columns.get(layer)).t());
    }

    private static Tensor joined(List<Tensor> parts) {
        return parts.size() == 1 ? parts.getFirst() : torch.cat(new TensorVector(parts.toArray(Tensor[]::new)), 0);
    }

    /** z at the end: its entries times what they have met. */
    Tensor passed(Tensor z) {
        return met == null ? z : z.mul(met);
    }
}
