package dev.espalier.prune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The gates of all units that are trained together: one {@link BernoulliGate} for each unit of a network, or of two, as
 * phi_o and phi_oa share one loss.
 *
 * <p>An update goes: {@link #draw} the gates, compute the loss under them, {@link #observe} its derivatives by the
 * gates, and, when theta is free, {@link #step}. Then {@link #survivors} says which units are done for, and
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
    private final RemovalRule removal;
    private final OpeningRule opening;
    private final Estimator estimator;
    private final RelativeUsefulness usefulness;
    private final LeaveOut leaveOut;

    /** Theta as it was before it was decided, for the events that follow from it; null if it was not. */
    private float @Nullable [] beforeRounding;

    private Gates(
            GateLayout layout,
            float[] theta,
            float[] unit,
            ThetaStep thetaStep,
            RemovalRule removal,
            OpeningRule opening,
            Estimator estimator,
            RelativeUsefulness usefulness,
            LeaveOut leaveOut) {
        this.layout = layout;
        this.theta = theta;
        this.unit = unit;
        this.thetaStep = thetaStep;
        this.removal = removal;
        this.opening = opening;
        this.estimator = estimator;
        this.usefulness = usefulness;
        this.leaveOut = leaveOut;
        openLastUnits();
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
                RemovalRule.start(layout, layersMayVanish, config),
                OpeningRule.start(size, config),
                Estimator.of(config.estimator()),
                RelativeUsefulness.start(size),
                config.leaveOut());
        // Nothing was learnt yet that would have to stay as it was.
        gates.takeOpened();
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
        return layers().stream().map(this::theta).toList();
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

    private LayerTheta theta(UnitLayer layer) {
        List<Integer> units = new ArrayList<>();
        List<Float> values = new ArrayList<>();
        for (int i = layout.start(layer); i < layout.end(layer); i++) {
            units.add((int) unit[i]);
            values.add(theta[i]);
        }
        return new LayerTheta(layer, units, values);
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
            xi[i] = opening.isOpen(i) ? 1 : BernoulliGate.draw(theta[i], random);
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
            throw new IllegalArgumentException(
                    "expected dloss/dxi of %d gates, found %d".formatted(size(), shown.estimates().length));
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
        opening.count(theta);
        removal.count(theta);
    }

    /**
     * Opens for good every gate whose theta has been near 1 for as many steps as the settings ask for.
     *
     * @return whether there were any
     */
    public boolean open() {
        return opening.open(theta);
    }

    private void openLastUnits() {
        for (UnitLayer layer : layers()) {
            if (removal.isLast(layout.units(layer))) {
                opening.openNow(layout.start(layer), theta);
            }
        }
    }

    /** Whether there are units for {@link #takeOpened}. */
    public boolean hasOpened() {
        return !opening.news().isEmpty();
    }

    /**
     * Theta of a layer's units, {@code [units]}.
     *
     * @param stays what stands for theta where a gate is open for good
     */
    public float[] scores(UnitLayer layer, float stays) {
        float[] scores = Arrays.copyOfRange(theta, layout.start(layer), layout.end(layer));
        for (int i = 0; i < scores.length; i++) {
            scores[i] = opening.isOpen(layout.start(layer) + i) ? stays : scores[i];
        }
        return scores;
    }

    /** Whether every gate is open for good, so that there is nothing left to draw. */
    public boolean areAllOpen() {
        return opening.areAllOpen();
    }

    /**
     * The units whose theta was raised to 1 for good since this was asked last, and what it was before: as long as nothing else
     * changes, whoever reads them reads too much by this factor.
     *
     * @return {@code [units]} for each layer with such a unit: theta before, and 1 for the layer's other units
     */
    public Map<UnitLayer, float[]> takeOpened() {
        Map<UnitLayer, float[]> factors = new LinkedHashMap<>();
        for (OpeningRule.Opened unit : opening.takeNews()) {
            UnitLayer layer = layout.layerOf(unit.index());
            float[] factor = factors.computeIfAbsent(layer, key -> {
                float[] ones = new float[units(key)];
                Arrays.fill(ones, 1);
                return ones;
            });
            factor[unit.index() - layout.start(layer)] = unit.theta();
        }
        return factors;
    }

    /**
     * Decides every gate for good: theta of at least 0.5 becomes 1, the others 0, and their units are due for removal
     * at once, whatever the patience. In a layer that may not vanish the unit of the greatest theta stays in any case.
     * Theta is not to be stepped any more.
     */
    public void round() {
        beforeRounding = theta.clone();
        removal.round(theta);
        opening.openDecided(beforeRounding, theta);
    }

    /**
     * Decides every gate for good as a plan has it: the units that it keeps stay, all others are due for removal at once. Theta
     * is not to be stepped any more.
     */
    public void decide(PruningPlan plan) {
        beforeRounding = theta.clone();
        removal.decide(plan, theta);
        opening.openDecided(beforeRounding, theta);
    }

    /**
     * Positions in their layer of the units that stay, ascending, for each layer that loses any now: those whose theta
     * was at or below the tolerance after a step and after as many further steps as patience asks for. A layer that may
     * not vanish keeps its unit of the greatest theta.
     */
    public Map<UnitLayer, int[]> survivors() {
        return removal.survivors(theta);
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
        return new Gates(
                after,
                GateArrays.select(theta, kept),
                GateArrays.select(unit, kept),
                thetaStep.select(kept),
                removal.select(after, kept),
                opening.select(kept),
                estimator,
                usefulness.select(kept),
                leaveOut);
    }

    /**
     * What a plan does to these gates; to be asked before it is carried out.
     *
     * @param cost as in {@link #step}
     */
    public List<PruneEvent> events(PruningPlan plan, ToDoubleFunction<UnitLayer> cost) {
        float[] before = beforeRounding == null ? theta.clone() : beforeRounding.clone();
        opening.news().forEach(unit -> before[unit.index()] = unit.theta());
        return new GateEvents(layout, theta, before, unit, usefulness()).of(plan, cost, removal::isLast);
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
        entries.put("below", removal.below());
        entries.put("above", opening.above());
        thetaStep.entries(entries);
        usefulness.entries(entries);
        return entries;
    }
}
