package dev.espalier.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A JSON object with required entries. */
record Description(Map<?, ?> entries) {

    private static final double MAX_COUNTED = 1L << 53;

    /** Checks the format and version of a policy's description. */
    static Description of(@Nullable Object json) {
        var all = new Description(json instanceof Map<?, ?> map ? map : Map.of());
        if (!PolicyBundle.FORMAT.equals(all.entries.get("format"))) {
            throw new IllegalArgumentException("its format is not " + PolicyBundle.FORMAT);
        }
        int version = all.whole("version");
        if (version < 1 || version > PolicyBundle.VERSION) {
            throw new IllegalArgumentException(
                    "its version is %s, this program reads versions up to %s".formatted(version, PolicyBundle.VERSION));
        }
        return all;
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    private <T> T get(String name, Class<T> type) {
        Object value = entries.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("it has no " + name + ", or not as it should be");
        }
        return type.cast(value);
    }

    String text(String name) {
        return get(name, String.class);
    }

    boolean flag(String name) {
        return get(name, Boolean.class);
    }

    int whole(String name) {
        double value = number(name);
        if (value != (int) value || value < 0) {
            throw new IllegalArgumentException(name + " is " + value + ", no whole number of at least 0");
        }
        return (int) value;
    }

    /** A whole number up to 2^53, which a double holds exactly. */
    long count(String name) {
        double value = number(name);
        if (value != Math.rint(value) || value < 0 || value > MAX_COUNTED) {
            throw new IllegalArgumentException(name + " is " + value + ", no whole number of at least 0");
        }
        return (long) value;
    }

    double number(String name) {
        return get(name, Double.class);
    }

    Description part(String name) {
        return new Description(get(name, Map.class));
    }

    /** Where the policy comes from; empty if this is not told, as other programs may leave it out. */
    Optional<PolicyBundle.Origin> origin() {
        if (!has("made")) {
            return Optional.empty();
        }
        Description made = part("made");
        return made.has("steps_trained") && made.has("parameters") && made.has("undecided_gates")
                ? Optional.of(new PolicyBundle.Origin(
                        made.count("steps_trained"), made.count("parameters"), made.count("undecided_gates")))
                : Optional.empty();
    }

    int observationSize() {
        return whole("observation_size");
    }

    double[] numbers(String name) {
        List<?> values = get(name, List.class);
        double[] numbers = new double[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!(values.get(i) instanceof Double number)) {
                throw new IllegalArgumentException(name + " has an entry that is no number");
            }
            numbers[i] = number;
        }
        return numbers;
    }

    List<Description> group(String name) {
        List<Description> group = new ArrayList<>();
        for (Object entry : get(name, List.class)) {
            if (!(entry instanceof Map<?, ?> map)) {
                throw new IllegalArgumentException(name + " has an entry that is no object");
            }
            group.add(new Description(map));
        }
        return group;
    }
}
