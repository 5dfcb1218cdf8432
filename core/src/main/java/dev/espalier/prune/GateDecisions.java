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
 * Which units of {@link Gates} go and which stay for good, as theta says or whoever overrules it. A unit goes once theta has come
 * down to 0 ({@link RemovalRule}), it stays once theta has long been near 1 ({@link OpeningRule}), and in the end every gate is
 * decided.
 */
public final class GateDecisions {

    /** A unit that was all but closed comes back whole: what reads it would else have to grow from nothing. */
    private static final float MIN_FACTOR = 0.1f;

    private final GateLayout layout;
    private final float[] theta;
    private final float[] unit;
    private final RemovalRule removal;
    private final OpeningRule opening;

    /** Theta as it was before it was decided, for the events that follow from it; null if it was not. */
    private float @Nullable [] beforeDecision;

    /**
     * Decisions about gates.
     *
     * @param theta of the gates, which decisions change in place
     * @param unit position of each unit in its layer before anything was pruned
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
     * Opens for good every gate whose theta has been near 1 for as many steps as the settings ask for, those of the greatest theta
     * first.
     *
     * @param mayOpen whether there is room for one more open unit in a layer, asked for each of them
     * @return whether any was opened
     */
    public boolean open(Predicate<UnitLayer> mayOpen) {
        return opening.open(theta, index -> mayOpen.test(layout.layerOf(index)));
    }

    /** How many gates of a layer are open for good. */
    public int opened(UnitLayer layer) {
        return (int) IntStream.range(layout.start(layer), layout.end(layer))
                .filter(opening::isOpen)
                .count();
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
                float[] ones = new float[layout.units(key)];
                Arrays.fill(ones, 1);
                return ones;
            });
            factor[unit.index() - layout.start(layer)] = unit.theta() >= MIN_FACTOR ? unit.theta() : 1;
        }
        return factors;
    }

    /**
     * Decides every gate for good: theta of at least 0.5 becomes 1, the others 0, and their units are due for removal
     * at once, whatever the patience. In a layer that may not vanish the unit of the greatest theta stays in any case.
     * Theta is not to be stepped any more.
     */
    public void decide() {
        decide(() -> removal.decide(theta));
    }

    /**
     * Decides every gate for good as a plan has it: the units that it keeps stay, all others are due for removal at once. Theta
     * is not to be stepped any more.
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
     * Positions in their layer of the units that stay, ascending, for each layer that loses any now: those whose theta
     * was at or below the tolerance after a step and after as many further steps as patience asks for. A layer that may
     * not vanish keeps its unit of the greatest theta.
     */
    public Map<UnitLayer, int[]> survivors() {
        return removal.survivors(theta);
    }

    /**
     * What a plan does to these gates; to be asked before it is carried out.
     *
     * @param cost what a unit of each layer costs
     * @param usefulness running means of the units', {@code [units]}
     */
    List<PruneEvent> events(PruningPlan plan, ToDoubleFunction<UnitLayer> cost, float[] usefulness) {
        float[] before = beforeDecision == null ? theta.clone() : beforeDecision.clone();
        opening.news().forEach(unit -> before[unit.index()] = unit.theta());
        return new GateEvents(layout, theta, before, unit, usefulness).of(plan, cost, removal::isLast);
    }

    /** To be called after each step of theta. */
    void count() {
        opening.count(theta);
        removal.count(theta);
    }

    /** Theta of a layer, and which units it belongs to. */
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

    /** Those about the units that stay. */
    GateDecisions select(GateLayout after, float[] keptTheta, float[] keptUnit, int[] kept) {
        return new GateDecisions(after, keptTheta, keptUnit, removal.select(after, kept), opening.select(kept));
    }

    /** Hands out the arrays that are remembered from one update to the next, to be copied or overwritten. */
    void entries(SequencedMap<String, float[]> entries) {
        entries.put("below", removal.below());
        entries.put("above", opening.above());
    }
}
