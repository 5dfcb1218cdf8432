package dev.espalier.prune;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The complexity cost of units: the number of weights that they need, section 3.2 of the paper.
 *
 * <p>The number of weights of a dense layer is the number of active units before it times its own number of active
 * units (17). The gates xi are independent draws, so in the expectation each number of active units is replaced by
 * {@code S_l}, the sum of theta over layer l (18). So every cost here is a sum of terms
 *
 * <pre>    weight * size(left axis) * size(right axis)</pre>
 *
 * where the size of an axis is its fixed entries plus {@code S_l} of every layer that has units on it. No layer is on
 * both axes of a term, so the cost is linear in each single theta, as the derivative (4)(5) requires:
 * {@code dC/dtheta_i = dC/dS_l} is exact, and the same for all units of layer l. The earliest layers, which many later
 * ones read, have the largest slope.
 *
 * <p>With numbers of units in place of {@code S_l}, the same sum is the cost of a structure.
 */
public final class ComplexityCost {

    /** The axis of a constant: one fixed entry. */
    private static final Axis ONE = Axis.fixed(1);

    /**
     * One product of two expected sizes.
     *
     * @param weight factor, finite
     * @param left first axis
     * @param right second axis, which shares no layer with the first
     */
    public record Term(double weight, Axis left, Axis right) {

        /** @throws IllegalArgumentException if the weight is not finite or a layer is on both axes */
        public Term {
            if (!Double.isFinite(weight)) {
                throw new IllegalArgumentException("the weight of a cost must be finite, not " + weight);
            }
            List<UnitLayer> both = new ArrayList<>(left.layers());
            both.retainAll(right.layers());
            if (!both.isEmpty()) {
                throw new IllegalArgumentException("the expectation of a product needs independent factors, but "
                        + both.getFirst() + " stands on both axes");
            }
        }
    }

    private final List<Term> terms;

    /** All layers and all axes in the terms, each once; the arrays below contain indices into these lists. */
    private final List<UnitLayer> layers;

    private final List<Axis> axes;

    /** The layers on each axis. */
    private final int[][] layersOn;

    private final int[] leftOf;
    private final int[] rightOf;

    /** The sum of these terms. */
    public ComplexityCost(List<Term> terms) {
        this.terms = List.copyOf(terms);
        axes = terms.stream()
                .flatMap(term -> Stream.of(term.left(), term.right()))
                .distinct()
                .toList();
        layers =
                axes.stream().flatMap(axis -> axis.layers().stream()).distinct().toList();
        layersOn = axes.stream()
                .map(axis -> axis.layers().stream().mapToInt(layers::indexOf).toArray())
                .toArray(int[][]::new);
        leftOf = terms.stream().mapToInt(term -> axes.indexOf(term.left())).toArray();
        rightOf = terms.stream().mapToInt(term -> axes.indexOf(term.right())).toArray();
    }

    /**
     * A DenseNet, equations (19)-(22): each layer reads the units of all layers before it and the input.
     *
     * @param input axis of the first layer's input: s for phi_o, {@code [z_o ; a]} for phi_oa
     * @param kappa cost of a unit in addition to its weights: bias and batch norm
     * @param diagonals whether each layer's pass-through has a learnable diagonal, as long as the layer's input
     */
    public static ComplexityCost denseNet(Axis input, List<UnitLayer> layers, double kappa, boolean diagonals) {
        List<Term> terms = new ArrayList<>();
        Axis read = input;
        for (UnitLayer layer : layers) {
            addUnits(terms, read, layer, kappa);
            if (diagonals) {
                terms.add(new Term(1, read, ONE));
            }
            read = read.behind(layer);
        }
        return new ComplexityCost(terms);
    }

    /** A linear map to a fixed number of outputs, such as the predictor, equation (23). */
    public static ComplexityCost linear(Axis input, int outputs) {
        return new ComplexityCost(List.of(new Term(1, input, Axis.fixed(outputs))));
    }

    /** The weights between the features and the first hidden layer of one of the agent's networks, equation (24). */
    public static ComplexityCost firstStage(Axis input, UnitLayer first) {
        return new ComplexityCost(List.of(new Term(1, input, Axis.units(first))));
    }

    /**
     * A multi-layer perceptron, equation (31).
     *
     * @param input axis of its input
     * @param layers its hidden layers, in order
     * @param outputs width of its linear output
     * @param kappa cost of a unit in addition to its weights
     */
    public static ComplexityCost mlp(Axis input, List<UnitLayer> layers, int outputs, double kappa) {
        List<Term> terms = new ArrayList<>();
        Axis read = input;
        for (UnitLayer layer : layers) {
            addUnits(terms, read, layer, kappa);
            read = Axis.units(layer);
        }
        terms.add(new Term(1, read.then(ONE), Axis.fixed(outputs)));
        return new ComplexityCost(terms);
    }

    private static void addUnits(List<Term> terms, Axis read, UnitLayer layer, double kappa) {
        terms.add(new Term(1, read, Axis.units(layer)));
        terms.add(new Term(kappa, ONE, Axis.units(layer)));
    }

    /** The number of units: the same cost for each. */
    public static ComplexityCost ofUnits(List<UnitLayer> layers) {
        return new ComplexityCost(layers.stream()
                .map(layer -> new Term(1, ONE, Axis.units(layer)))
                .toList());
    }

    /** The sum of both costs. */
    public ComplexityCost plus(ComplexityCost other) {
        return new ComplexityCost(
                Stream.concat(terms.stream(), other.terms.stream()).toList());
    }

    /** This cost times {@code factor}. */
    public ComplexityCost times(double factor) {
        return new ComplexityCost(terms.stream()
                .map(term -> new Term(factor * term.weight(), term.left(), term.right()))
                .toList());
    }

    /**
     * Computes the cost.
     *
     * @param expected {@code S_l} of each layer in the cost, or, for a structure, its number of units
     */
    public double value(ToDoubleFunction<UnitLayer> expected) {
        double[] sizes = sizes(expected);
        double value = 0;
        for (int i = 0; i < terms.size(); i++) {
            value += terms.get(i).weight() * sizes[leftOf[i]] * sizes[rightOf[i]];
        }
        return value;
    }

    /**
     * Computes the exact derivative {@code dC/dS_l}, which is {@code dC/dtheta_i} of every unit i of layer l.
     *
     * @param wanted layers to differentiate with respect to; all others are constants
     * @param expected {@code S_l} of every layer in the cost
     * @return the derivative for each wanted layer, in their order; 0 for a layer that is not in the cost
     */
    public Map<UnitLayer, Double> slopes(Collection<UnitLayer> wanted, ToDoubleFunction<UnitLayer> expected) {
        double[] sizes = sizes(expected);
        double[] byAxis = new double[axes.size()];
        for (int i = 0; i < terms.size(); i++) {
            double weight = terms.get(i).weight();
            byAxis[leftOf[i]] += weight * sizes[rightOf[i]];
            byAxis[rightOf[i]] += weight * sizes[leftOf[i]];
        }
        double[] byLayer = new double[layers.size()];
        for (int axis = 0; axis < byAxis.length; axis++) {
            for (int layer : layersOn[axis]) {
                byLayer[layer] += byAxis[axis];
            }
        }
        Map<UnitLayer, Double> slopes = new LinkedHashMap<>();
        for (UnitLayer layer : wanted) {
            int place = layers.indexOf(layer);
            slopes.put(layer, place < 0 ? 0.0 : byLayer[place]);
        }
        return slopes;
    }

    /** The expected size of each axis; calls {@code expected} once for each layer. */
    private double[] sizes(ToDoubleFunction<UnitLayer> expected) {
        double[] units = layers.stream().mapToDouble(expected).toArray();
        double[] sizes = new double[axes.size()];
        for (int axis = 0; axis < sizes.length; axis++) {
            sizes[axis] = axes.get(axis).fixedSize();
            for (int layer : layersOn[axis]) {
                sizes[axis] += units[layer];
            }
        }
        return sizes;
    }
}
