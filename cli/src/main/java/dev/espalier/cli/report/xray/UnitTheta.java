package dev.espalier.cli.report.xray;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Theta of the units of a layer at one step, stored compactly, as there is one for each layer and evaluation. */
public final class UnitTheta {

    private final int[] units;
    private final float[] theta;

    private UnitTheta(int[] units, float[] theta) {
        this.units = units;
        this.theta = theta;
    }

    /** Theta by index of the unit. */
    public static UnitTheta of(Map<Integer, Double> byUnit) {
        var sorted = new TreeMap<>(byUnit);
        int[] units = new int[sorted.size()];
        float[] theta = new float[units.length];
        int next = 0;
        for (Map.Entry<Integer, Double> entry : sorted.entrySet()) {
            units[next] = entry.getKey();
            theta[next++] = entry.getValue().floatValue();
        }
        return new UnitTheta(units, theta);
    }

    public int size() {
        return units.length;
    }

    /** The largest index of a unit; -1 if there are none. */
    public int last() {
        return units.length == 0 ? -1 : units[units.length - 1];
    }

    /** Theta of a unit; empty if it has been removed. */
    public OptionalDouble of(int unit) {
        int place = Arrays.binarySearch(units, unit);
        return place < 0 ? OptionalDouble.empty() : OptionalDouble.of(theta[place]);
    }

    /** {@code S_l}: the expected number of open units. */
    public double sum() {
        double sum = 0;
        for (float value : theta) {
            sum += value;
        }
        return sum;
    }
}
