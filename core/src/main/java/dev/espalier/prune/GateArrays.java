package dev.espalier.prune;

import java.util.Locale;
import java.util.Map;

/** Operations on arrays with one entry for each unit: selecting the remaining units, and restoring. */
public final class GateArrays {

    private GateArrays() {}

    /** Selects the entries at these positions. */
    public static float[] select(float[] values, int[] kept) {
        float[] selected = new float[kept.length];
        for (int i = 0; i < kept.length; i++) {
            selected[i] = values[kept[i]];
        }
        return selected;
    }

    /**
     * Overwrites arrays with the arrays of the same names in a state: all of them or none.
     *
     * @throws IllegalArgumentException naming the entry that is missing or has another length
     */
    public static void restore(Map<String, float[]> targets, Map<String, float[]> state) {
        targets.forEach((name, target) -> {
            float[] source = state.get(name);
            if (source == null) {
                throw new IllegalArgumentException("the stored gates have no entry " + name);
            }
            if (source.length != target.length) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "the stored gates have %d numbers in %s, expected %d",
                        source.length,
                        name,
                        target.length));
            }
        });
        targets.forEach((name, target) -> System.arraycopy(state.get(name), 0, target, 0, target.length));
    }
}
