package dev.espalier.nn;

import dev.espalier.prune.Axis;
import dev.espalier.prune.Structure;
import dev.espalier.prune.UnitLayer;
import dev.espalier.tensor.Compute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** A multi-layer perceptron: dense layers with ReLU between them and a linear output. */
public final class Mlp implements Network<Mlp> {

    private final List<Hidden> hidden;
    private final Linear output;

    /** A hidden layer; its units are multiplied by {@code factor}, {@code [units]}, unless it is null. */
    record Hidden(UnitLayer units, Linear linear, @Nullable Tensor factor) {

        Tensor forward(Tensor input) {
            return activate(linear.forward(input));
        }

        private Tensor activate(Tensor sums) {
            // In place, because no gradient needs the output of a linear layer.
            Tensor activation = sums.relu_();
            return factor == null ? activation : activation.mul(factor);
        }
    }

    private Mlp(List<Hidden> hidden, Linear output) {
        this.hidden = List.copyOf(hidden);
        this.output = output;
    }

    /**
     * Creates a trainable network with random weights.
     *
     * @param name the network's name in the structure, which gives the width of its hidden layers
     * @param input axis of its input
     */
    public static Mlp create(
            String name, Axis input, Structure structure, int outputs, RandomGenerator random, Compute compute) {
        List<Hidden> hidden = new ArrayList<>();
        Axis read = input;
        for (UnitLayer layer : structure.layers(name)) {
            Axis units = Axis.units(layer);
            hidden.add(new Hidden(
                    layer, Linear.create(place(layer.index(), read, units, structure), random, compute), null));
            read = units;
        }
        Linear.Place last = place(hidden.size(), read, Axis.fixed(outputs), structure);
        return new Mlp(hidden, Linear.create(last, random, compute));
    }

    private static Linear.Place place(int index, Axis inputs, Axis outputs, Structure structure) {
        return new Linear.Place(
                Integer.toString(index), inputs, inputs.size(structure), outputs, outputs.size(structure));
    }

    /** {@code [batch, inputs] -> [batch, outputs]}. */
    public Tensor forward(Tensor input) {
        return forward(input, hidden);
    }

    List<Hidden> hidden() {
        return hidden;
    }

    Linear output() {
        return output;
    }

    /** Scales the output layer by a factor: small initial outputs make a cautious start. The result is trainable. */
    Mlp withOutputTimes(double factor) {
        return new Mlp(
                hidden,
                output.map((_, slot) ->
                        slot.tensor().detach().mul(new Scalar(factor)).requires_grad_(true)));
    }

    /** {@code [batch, inputs] -> [batch, outputs]}. */
    public Tensor forward(SplitInput input) {
        return forward(sharedSums(input), input);
    }

    /** Pre-activations of the first hidden layer from the shared columns alone: {@code [batch, units]}. */
    public Tensor sharedSums(SplitInput input) {
        return hidden.getFirst().linear.partialSums(input.same(), input.sameFrom());
    }

    /**
     * Computes the output for an input whose shared part is known: {@code [batch, outputs]}.
     *
     * @param sharedSums from {@link #sharedSums}, of this input or one with the same shared columns
     */
    public Tensor forward(Tensor sharedSums, SplitInput input) {
        Linear first = hidden.getFirst().linear;
        Tensor before = input.before();
        Tensor sums = first.add(
                sharedSums, input.after(), input.sameFrom() + input.same().size(1));
        Tensor activation = hidden.getFirst().activate(before == null ? sums : first.add(sums, before, 0));
        return forward(activation, hidden.subList(1, hidden.size()));
    }

    private Tensor forward(Tensor input, List<Hidden> layers) {
        Tensor activation = input;
        for (Hidden layer : layers) {
            activation = layer.forward(activation);
        }
        return output.forward(activation);
    }

    @Override
    public SequencedMap<String, Slot> slots() {
        SequencedMap<String, Slot> slots = new LinkedHashMap<>();
        hidden.forEach(layer -> layer.linear.collect(slots));
        output.collect(slots);
        return slots;
    }

    @Override
    public Mlp map(BiFunction<String, Slot, Tensor> change) {
        return new Mlp(
                hidden.stream()
                        .map(layer -> new Hidden(layer.units, layer.linear.map(change), layer.factor))
                        .toList(),
                output.map(change));
    }

    @Override
    public Mlp scaled(Map<UnitLayer, Tensor> factors) {
        return new Mlp(
                hidden.stream()
                        .map(layer -> new Hidden(layer.units, layer.linear, factors.get(layer.units)))
                        .toList(),
                output);
    }
}
