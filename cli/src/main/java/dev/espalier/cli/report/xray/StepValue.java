package dev.espalier.cli.report.xray;

import dev.espalier.cli.text.Thousands;
import java.util.List;
import java.util.function.DoubleFunction;

/** A value at a step of a run. */
record StepValue(long step, double value) {

    /** The first and the last value of a line, without decimals. */
    static String ends(String name, List<StepValue> line) {
        return ends(name, line, value -> Thousands.of(value, 0));
    }

    /** The first and the last value of a line as text: {@code actual 500 at step 50, 400 at step 100}. */
    static String ends(String name, List<StepValue> line, DoubleFunction<String> number) {
        return line.isEmpty()
                ? name + " not recorded"
                : name + " " + line.getFirst().words(number) + ", "
                        + line.getLast().words(number);
    }

    private String words(DoubleFunction<String> number) {
        return number.apply(value) + " at step " + Thousands.of(step);
    }
}
