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
 * The gates of all units that are trained together: one {@link BernoulliGate} for each unit of a network, or of two, as
 * phi_o and phi_oa share one loss.
 *
 * <p>An update goes: {@link #draw} the gates, compute the loss under them, {@link #observe} its derivatives by the
 * gates, and, when theta is free, {@link #step}. Then {@link #decisions} say which units are done for, and
 * {@link #shrink} gives the gates of those that stay.
 *
 * <p>All pressure is a pure number ({@link RelativeUsefulness}): the derivative of the loss counts as a share of the
 * network's running loss {@code Lbar}, and the cost set against it is {@code nu * dC/dS_l / C(all units)}. So a unit
 * stays while its share of the usefulness exceeds nu times its share of the cost.
 *
 * <p>Arrays over units hold the layers one behind the other, in the order of {@link #layers}. All state is in floats,
 * so that what is saved and restored goes on bit by bit.
 */
public final class Gates {

    private final GateLayout layout;
    private final float[] theta;

    /** Position of each unit in its layer before anything was pruned; exact in a float up to 2^24. */
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
     * Gates at the start of training, every theta at its start value.
     *
     * @param layers the layers whose units are trained together
     * @param structure how many units they have
     * @param layersMayVanish whether a layer may lose all units, as in a DenseNet, whose later layers read past it; in
     *     a multi-layer perceptron nothing would get through
     */
    public static Gates start(
            List<UnitLayer> layers, Structure structure, boolean layersMayVanish, PruneConfig config) {
        GateLayout layout = new GateLayout(layers, structure);
        int size = layout.size();
        float[] theta = new float[size];
        // Where theta decides nothing it is 1, and there is nothing to draw.
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
        // Nothing was learnt yet that would have to stay as it was.
        gates.decisions.takeOpened();
        return gates;
    }

    /** The layers, in the order in which arrays over units hold them. */
    public List<UnitLayer> layers() {
        return layout.layers();
    }

    /** Units of all layers. */
    public int size() {
        return layout.size();
    }

    /** Units of one layer. */
    public int units(UnitLayer layer) {
        return layout.units(layer);
    }

    /** A copy of theta, {@code [size]}, each in [0, 1]. */
    public float[] theta() {
        return theta.clone();
    }

    /** Theta of each layer, and which units it belongs to. */
    public List<LayerTheta> thetaByLayer() {
        return layers().stream().map(decisions::theta).toList();
    }

    /** Which of the units go and which stay for good. */
    public GateDecisions decisions() {
        return decisions;
    }

    /** Whether a draw has but one outcome, as every theta is 1. */
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
     * Whether an update should leave out what closed gates let it, and ask {@link #computed} for the rest.
     *
     * @param xi drawn gates
     * @param weights of the network
     */
    public boolean leavesOut(float[] xi, long weights) {
        return leaveOut.pays(xi, weights);
    }

    /**
     * Draws which units an update computes if it leaves out what closed gates let it.
     *
     * @param xi drawn gates
     */
    public ComputedUnits computed(float[] xi, RandomGenerator random) {
        return ComputedUnits.draw(layout, xi, leaveOut.estimatedShare(), random);
    }

    /**
     * Takes in what an update showed.
     *
     * @param shown {@code dloss/dxi_i} at the drawn gates (7), {@code [size]}, for closed gates too
     * @param size the network's loss in this update, or what else measures the size of its gradients; at least 0
     * @throws IllegalArgumentException if a number is not finite or the size is below 0; nothing has been changed then
     */
    public void observe(Usefulness shown, double size) {
        if (shown.estimates().length != size()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "expected dloss/dxi of %d gates, found %d", size(), shown.estimates().length));
        }
        usefulness.observe(estimator.estimate(shown, theta), size);
    }

    /**
     * What {@link #observe} would make of an update: estimates of {@code (C1_i - C0_i) / Lbar}, {@code [size]}. Where the numbers of the
     * update are not finite, some of these are not.
     *
     * @param shown as in {@link #observe}
     * @param size as in {@link #observe}
     */
    public float[] relativeUsefulness(Usefulness shown, double size) {
        return usefulness.relative(estimator.estimate(shown, theta), size);
    }

    /** {@code Lbar}, the running mean of the network's loss; 0 as long as none was observed. */
    public double scale() {
        return usefulness.scale();
    }

    /** Running mean of the estimates of {@code (C1_i - C0_i) / Lbar}, {@code [size]}; below 0 for a unit that lowers the loss. */
    public float[] usefulness() {
        return usefulness.means();
    }

    /**
     * Moves theta down its gradient, usefulness plus cost (4)(5), and projects it onto [0, 1] (6).
     *
     * @param cost {@code nu * dC/dS_l / C(all units)} of each layer, finite
     * @throws IllegalStateException if nothing was observed since the last step
     */
    public void step(ToDoubleFunction<UnitLayer> cost) {
        Usefulness relative = usefulness.take();
        double[] gradient = new double[size()];
        double[] square = new double[size()];
        for (UnitLayer layer : layers()) {
            double price = cost.applyAsDouble(layer);
            if (!Double.isFinite(price)) {
                throw new IllegalArgumentException("a unit of %s cannot cost %s".formatted(layer, price));
            }
            for (int i = layout.start(layer); i < layout.end(layer); i++) {
                gradient[i] = BernoulliGate.gradient(relative.estimates()[i], price);
                square[i] = relative.square(i, price);
            }
        }
        thetaStep.step(theta, gradient, square);
        decisions.count();
    }

    /**
     * The gates of the units that stay, with all that is known of them. The last unit of a layer that may not vanish
     * has theta 1 from then on.
     *
     * @throws IllegalArgumentException if the plan is one for other numbers of units, or would end a layer that may not
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
     * What a plan does to these gates, and which were opened for good since they were taken ({@link GateDecisions#takeOpened}); to
     * be asked before the plan is carried out.
     *
     * @param cost as in {@link #step}
     */
    public List<PruneEvent> events(PruningPlan plan, ToDoubleFunction<UnitLayer> cost) {
        return decisions.events(plan, cost, usefulness());
    }

    /** Copies of all that these gates remember from one update to the next, by name. */
    public SequencedMap<String, float[]> state() {
        SequencedMap<String, float[]> state = entries();
        state.replaceAll((_, values) -> values.clone());
        return state;
    }

    /**
     * Takes over what {@link #state} of gates of the same settings and of as many units gave.
     *
     * @throws IllegalArgumentException naming the entry that is missing or does not fit; nothing has been changed then
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
