package dev.espalier.env;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Some environments of a {@link VectorEnvironment} threw exceptions in a step; the first is the cause. */
public final class VectorStepException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient SortedMap<Integer, Throwable> failures;
    private final transient Step[] steps;

    VectorStepException(SortedMap<Integer, Throwable> failures, Step[] steps) {
        this(failures.firstEntry(), failures, steps);
    }

    private VectorStepException(
            Map.Entry<Integer, Throwable> first, SortedMap<Integer, Throwable> failures, Step[] steps) {
        super("environment " + first.getKey() + ": " + first.getValue().getMessage(), first.getValue());
        this.failures = Collections.unmodifiableSortedMap(new TreeMap<>(failures));
        this.steps = steps.clone();
    }

    /** The exceptions by index of the environment; at least one. */
    public SortedMap<Integer, Throwable> failures() {
        return failures;
    }

    /**
     * The result of an environment that did not throw.
     *
     * @throws IllegalArgumentException if it threw
     */
    public Step step(int index) {
        if (failures.containsKey(index)) {
            throw new IllegalArgumentException("environment " + index + " threw, so it returned nothing");
        }
        return steps[index];
    }
}
