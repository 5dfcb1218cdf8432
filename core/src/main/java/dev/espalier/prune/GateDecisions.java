package dev.espalier.prune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The decisions about the units of {@link Gates}: which are removed and which stay for good. A unit is removed when its
 * theta has reached 0 ({@link RemovalRule}), and stays when its theta has been near 1 for long enough ({@link
 * OpeningRule}). In the end every gate is decided, by theta or by a plan.
 */
public final class GateDecisions {

    /** A nearly closed unit is opened without compensation: the weights that read it would become almost 0. */
    private static final float MIN_FACTOR = 0.1f;

    private final GateLayout layout;
    private final float[] theta;
    private final float[] unit;
    private final RemovalRule removal;
    private final OpeningRule opening;

    /** Theta before the final decision, for the events; null before that decision. */
    private float @Nullable [] beforeDecision;

    /**
     * Creates the decisions.
     *
     * @param theta theta of the gates; decisions change it in place
     * @param unit position of each unit in its layer before any pruning
     */
    GateDecisions(GateLayout layout, float[] theta, float[] unit, RemovalRule removal, OpeningRule opening) {
        this.layout = layout;
        this.theta = theta;
        this.unit = unit;
        this.removal = removal;
        this.opening = opening;
        openLastUnits();
    }

    private void openLastUnits() {
        for (UnitLayer layer : layout.layers()) {
            if (removal.isLast(layout.units(layer))) {
                opening.openNow(layout.start(layer), theta);
            }
        }
    }

    /**
     * Opens for good every gate whose theta has been near 1 for the required number of steps, the greatest theta first.
     *
     * @param mayOpen whether one more unit of a layer may be opened, asked for each gate
     * @return whether any gate was opened
     */
    public boolean open(Predicate<UnitLayer> mayOpen) {
        return opening.open(theta, index -> mayOpen.test(layout.layerOf(index)));
    }

    /** Number of gates of a layer that are open for good. */
    public int opened(UnitLayer layer) {
        return (int) IntStream.range(layout.start(layer), layout.end(layer))
                .filter(opening::isOpen)
                .count();
    }

    /** Whether {@link #takeOpened} would return units. */
    public boolean hasOpened() {
        return !opening.newlyOpened().isEmpty();
    }

    /**
     * Theta of a layer's units, {@code [units]}.
     *
     * @param stays value in place of theta for gates that are open for good
     */
    public float[] scores(UnitLayer layer, float stays) {
        float[] scores = Arrays.copyOfRange(theta, layout.start(layer), layout.end(layer));
        for (int i = 0; i < scores.length; i++) {
            scores[i] = opening.isOpen(layout.start(layer) + i) ? stays : scores[i];
        }
        return scores;
    }

    /** Whether every gate is open for good. */
    public boolean areAllOpen() {
        return opening.areAllOpen();
    }

    /**
     * Returns, once, the units whose theta was raised to 1 for good, with theta before that. Until the weights that
     * read these units are multiplied by this factor, their input is too large.
     *
     * @return {@code [units]} for each layer with such a unit: theta before, and 1 for the layer's other units
     */
    public Map<UnitLayer, float[]> takeOpened() {
        Map<UnitLayer, float[]> factors = new LinkedHashMap<>();
        for (OpeningRule.Opened unit : opening.takeNewlyOpened()) {
            UnitLayer layer = layout.layerOf(unit.index());
            float[] factor = factors.computeIfAbsent(layer, key -> {
                float[] ones = new float[layout.units(key)];
                Arrays.fill(ones, 1);
                return ones;
            });
            factor[unit.index() - layout.start(layer)] = unit.theta() >= MIN_FACTOR ? unit.theta() : 1;
        }
        return factors;
    }

    /**
     * Decides every gate for good: theta of at least 0.5 becomes 1, any other 0. Units at 0 are due for removal at
     * once, without patience. A layer that may not vanish keeps its unit with the greatest theta. Do not step theta
     * later.
     */
    public void decide() {
        decide(() -> removal.decide(theta));
    }

    /**
     * Decides every gate for good by a plan: the units that it keeps stay, all others are due for removal at once. Do
     * not step theta later.
     */
    public void decide(PruningPlan plan) {
        decide(() -> removal.decide(plan, theta));
    }

    private void decide(Runnable decision) {
        beforeDecision = theta.clone();
        decision.run();
        opening.openDecided(beforeDecision, theta);
    }

    /**
     * Positions in their layer of the remaining units, ascending, for each layer that loses units now. A unit is
     * removed if its theta was at or below the tolerance after a step and after {@code patience} further steps. A layer
     * that may not vanish keeps its unit with the greatest theta.
     */
    public Map<UnitLayer, int[]> survivors() {
        return removal.survivors(theta);
    }

    /**
     * The events of a plan; call this before the plan is carried out.
     *
     * @param price price of a unit of each layer
     * @param usefulness running mean of each unit's usefulness, {@code [units]}
     */
    List<PruneEvent> events(PruningPlan plan, ToDoubleFunction<UnitLayer> price, float[] usefulness) {
        float[] before = beforeDecision == null ? theta.clone() : beforeDecision.clone();
        opening.newlyOpened().forEach(unit -> before[unit.index()] = unit.theta());
        return new GateEvents(layout, theta, before, unit, usefulness).of(plan, price, removal::isLast);
    }

    /** Counts a step of theta; call this after each step. */
    void count() {
        opening.count(theta);
        removal.count(theta);
    }

    LayerTheta theta(UnitLayer layer) {
        List<Integer> units = new ArrayList<>();
        List<Float> values = new ArrayList<>();
        for (int i = layout.start(layer); i < layout.end(layer); i++) {
            units.add((int) unit[i]);
            values.add(theta[i]);
        }
        return new LayerTheta(layer, units, values);
    }

    boolean isOpen(int index) {
        return opening.isOpen(index);
    }

    /** The decisions about the remaining units. */
    GateDecisions select(GateLayout after, float[] keptTheta, float[] keptUnit, int[] kept) {
        return new GateDecisions(after, keptTheta, keptUnit, removal.select(after, kept), opening.select(kept));
    }

    /** Adds the live arrays of the state, to be copied or overwritten. */
    void entries(SequencedMap<String, float[]> entries) {
        entries.put("below", removal.below());
        entries.put("above", opening.above());
    }
}
