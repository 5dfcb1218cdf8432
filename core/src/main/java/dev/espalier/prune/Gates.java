package dev.espalier.prune;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * The gates of units that are trained together: one {@link BernoulliGate} for each unit of a network, or of two
 * networks that share one loss, phi_o and phi_oa.
 *
 * <p>An update does this: {@link #draw} the gates, compute the loss under them, {@link #observe} its derivatives with
 * respect to the gates, and, if theta is free, {@link #step}. Then {@link #decisions} tell which units are due for
 * removal, and {@link #shrink} gives the gates of the remaining units.
 *
 * <p>All pressure is a pure number ({@link RelativeUsefulness}): the derivative of the loss is divided by the network's
 * running loss {@code Lbar}, and the price against it is {@code nu * dC/dS_l / C(all units)}. So a unit stays while it
 * lowers the loss by a larger share than nu times its share of the cost.
 *
 * <p>Arrays over units contain the layers one after the other, in the order of {@link #layers}. All state is in floats,
 * so that a restored state continues bit for bit.
 */
public final class Gates {

    private final GateLayout layout;
    private final float[] theta;

    /** Position of each unit in its layer before any pruning; exact in a float up to 2^24. */
    private final float[] unit;

    private final ThetaStep thetaStep;
    private final GateDecisions decisions;
    private final Estimator estimator;
    private final RelativeUsefulness usefulness;
    private final LeaveOut leaveOut;

    private Gates(
            GateLayout layout,
            float[] theta,
            float[] unit,
            ThetaStep thetaStep,
            GateDecisions decisions,
            Estimator estimator,
            RelativeUsefulness usefulness,
            LeaveOut leaveOut) {
        this.layout = layout;
        this.theta = theta;
        this.unit = unit;
        this.thetaStep = thetaStep;
        this.decisions = decisions;
        this.estimator = estimator;
        this.usefulness = usefulness;
        this.leaveOut = leaveOut;
    }

    /**
     * Creates gates at the start of training, every theta at its start value.
     *
     * @param layers the layers whose units are trained together
     * @param structure number of their units
     * @param layersMayVanish whether a layer may lose all units: true in a DenseNet, whose later layers read past it;
     *     false in a multi-layer perceptron, whose output would be constant
     */
    public static Gates start(
            List<UnitLayer> layers, Structure structure, boolean layersMayVanish, PruneConfig config) {
        GateLayout layout = new GateLayout(layers, structure);
        int size = layout.size();
        float[] theta = new float[size];
        // If theta decides nothing, it is 1, and draws have no effect.
        Arrays.fill(theta, config.isByTheta() ? (float) config.thetaStart() : 1);
        float[] unit = new float[size];
        for (UnitLayer layer : layers) {
            for (int i = 0; i < layout.units(layer); i++) {
                unit[layout.start(layer) + i] = i;
            }
        }
        Gates gates = new Gates(
                layout,
                theta,
                unit,
                ThetaStep.start(size, config),
                new GateDecisions(
                        layout,
                        theta,
                        unit,
                        RemovalRule.start(layout, layersMayVanish, config),
                        OpeningRule.start(size, config)),
                Estimator.of(config.estimator()),
                RelativeUsefulness.start(size),
                config.leaveOut());
        // Nothing has been learnt yet that would need compensation.
        gates.decisions.takeOpened();
        return gates;
    }

    /** The layers, in the order of arrays over units. */
    public List<UnitLayer> layers() {
        return layout.layers();
    }

    /** Number of units of all layers. */
    public int size() {
        return layout.size();
    }

    /** Number of units of one layer. */
    public int units(UnitLayer layer) {
        return layout.units(layer);
    }

    /** A copy of theta, {@code [size]}, each in [0, 1]. */
    public float[] theta() {
        return theta.clone();
    }

    /** Theta of each layer, with the units that it belongs to. */
    public List<LayerTheta> thetaByLayer() {
        return layers().stream().map(decisions::theta).toList();
    }

    /** The decisions about units: which are removed and which stay for good. */
    public GateDecisions decisions() {
        return decisions;
    }

    /** Whether every theta is 1, so that all draws are the same. */
    public boolean areCertain() {
        for (float probability : theta) {
            if (probability < 1) {
                return false;
            }
        }
        return true;
    }

    /** {@code S_l}, the expected number of active units of a layer (18). */
    public double expected(UnitLayer layer) {
        double sum = 0;
        for (int i = layout.start(layer); i < layout.end(layer); i++) {
            sum += theta[i];
        }
        return sum;
    }

    /** Draws xi, {@code [size]}: 1 with probability theta, else 0. */
    public float[] draw(RandomGenerator random) {
        float[] xi = new float[size()];
        for (int i = 0; i < xi.length; i++) {
            xi[i] = decisions.isOpen(i) ? 1 : BernoulliGate.draw(theta[i], random);
        }
        return xi;
    }

    /**
     * Whether an update should leave out closed units, and use {@link #computed}.
     *
     * @param xi drawn gates
     * @param weights number of weights of the network
     */
    public boolean leavesOut(float[] xi, long weights) {
        return leaveOut.pays(xi, weights);
    }

    /** Draws the units that an update computes if it leaves out closed ones of the drawn gates xi. */
    public ComputedUnits computed(float[] xi, RandomGenerator random) {
        return ComputedUnits.draw(layout, xi, leaveOut.estimatedShare(), random);
    }

    /**
     * Observes the usefulness in an update.
     *
     * @param shown {@code dloss/dxi_i} at the drawn gates (7), {@code [size]}, also for closed gates
     * @param lossSize loss of the network in this update, or another measure of its gradients' size; at least 0
     * @throws IllegalArgumentException if a number is not finite or the size of the loss is below 0; nothing has
     *     changed then
     */
    public void observe(Usefulness shown, double lossSize) {
        if (shown.estimates().length != size()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "expected dloss/dxi of %d gates, found %d", size(), shown.estimates().length));
        }
        usefulness.observe(estimator.estimate(shown, theta), lossSize);
    }

    /**
     * Estimates {@code (C1_i - C0_i) / Lbar}, {@code [size]}, as {@link #observe} would, without changing anything.
     * Some estimates are not finite if the update has numbers that are not.
     *
     * @param shown as in {@link #observe}
     * @param lossSize as in {@link #observe}
     */
    public float[] relativeUsefulness(Usefulness shown, double lossSize) {
        return usefulness.relative(estimator.estimate(shown, theta), lossSize);
    }

    /** {@code Lbar}, the running mean of the network's loss; 0 before the first observation. */
    public double meanLossSize() {
        return usefulness.meanLossSize();
    }

    /**
     * Running mean of the estimates of {@code (C1_i - C0_i) / Lbar}, {@code [size]}; below 0 for a unit that lowers the
     * loss.
     */
    public float[] usefulness() {
        return usefulness.means();
    }

    /**
     * Updates theta: a step down its gradient, usefulness plus price (4)(5), and the projection onto [0, 1] (6).
     *
     * @param price price of a unit of each layer, {@code nu * dC/dS_l / C(all units)}, finite
     * @throws IllegalStateException if nothing was observed since the last step
     */
    public void step(ToDoubleFunction<UnitLayer> price) {
        Usefulness relative = usefulness.take();
        double[] gradient = new double[size()];
        double[] square = new double[size()];
        for (UnitLayer layer : layers()) {
            double unitPrice = price.applyAsDouble(layer);
            if (!Double.isFinite(unitPrice)) {
                throw new IllegalArgumentException("a unit of %s cannot cost %s".formatted(layer, unitPrice));
            }
            for (int i = layout.start(layer); i < layout.end(layer); i++) {
                gradient[i] = BernoulliGate.gradient(relative.estimates()[i], unitPrice);
                square[i] = relative.square(i, unitPrice);
            }
        }
        thetaStep.step(theta, gradient, square);
        decisions.count();
    }

    /**
     * The gates of the remaining units, with their state. The last unit of a layer that may not vanish gets theta 1.
     *
     * @throws IllegalArgumentException if the plan is for other numbers of units, or removes a layer that may not
     *     vanish
     */
    public Gates shrink(PruningPlan plan) {
        int[] kept = layout.kept(plan);
        GateLayout after = new GateLayout(layers(), plan.after());
        float[] keptTheta = GateArrays.select(theta, kept);
        float[] keptUnit = GateArrays.select(unit, kept);
        return new Gates(
                after,
                keptTheta,
                keptUnit,
                thetaStep.select(kept),
                decisions.select(after, keptTheta, keptUnit, kept),
                estimator,
                usefulness.select(kept),
                leaveOut);
    }

    /**
     * The events of a plan and of the gates opened for good since {@link GateDecisions#takeOpened}; call this before
     * the plan is carried out.
     *
     * @param price as in {@link #step}
     */
    public List<PruneEvent> events(PruningPlan plan, ToDoubleFunction<UnitLayer> price) {
        return decisions.events(plan, price, usefulness());
    }

    /** Copies of the state that is kept between updates, by name. */
    public SequencedMap<String, float[]> state() {
        SequencedMap<String, float[]> state = entries();
        state.replaceAll((_, values) -> values.clone());
        return state;
    }

    /**
     * Restores a {@link #state} of gates with the same settings and numbers of units.
     *
     * @throws IllegalArgumentException naming the entry that is missing or does not fit; nothing has changed then
     */
    public void restore(Map<String, float[]> state) {
        GateArrays.restore(entries(), state);
        usefulness.forgetPresent();
    }

    private SequencedMap<String, float[]> entries() {
        SequencedMap<String, float[]> entries = new LinkedHashMap<>();
        entries.put("theta", theta);
        entries.put("unit", unit);
        decisions.entries(entries);
        thetaStep.entries(entries);
        usefulness.entries(entries);
        return entries;
    }
}
