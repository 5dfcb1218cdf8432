package dev.espalier.env;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Builds the {@code info} of a step, in the order of insertion. */
final class StepInfo {

    private final Map<String, Double> values = new LinkedHashMap<>();

    StepInfo put(String name, double value) {
        values.put(name, value);
        return this;
    }

    Map<String, Double> build() {
        return Collections.unmodifiableMap(values);
    }
}
