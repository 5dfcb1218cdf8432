package dev.espalier.config;

import dev.espalier.config.Layer.Entry;
import java.util.Map;
import java.util.Objects;

/**
 * Defaults that follow from other settings, so that a short run is a scaled-down long one: where {@code null} stands for
 * them, the number is put in its place before the records are filled, and a run's configuration shows it.
 */
final class DerivedDefaults {

    private static final String ROLLOUT = ".rollout";
    static final String STEPS = "steps";
    static final String RANDOM_STEPS = "random_steps";
    private static final String PRETRAIN_UPDATES = "ofe.pretrain_updates";

    /** What SAC and OFENet were published with, for runs of a hundred times as many steps. */
    private static final long MAX_RANDOM_STEPS = 10_000;

    private static final long MIN_STEPS_A_RANDOM_STEP = 10;

    private DerivedDefaults() {}

    static void fillIn(Map<String, Entry> entries, Schema schema) {
        if (isOpen(entries, RANDOM_STEPS)) {
            String agent = ConfigLoader.agent(entry(entries, ConfigLoader.AGENT), schema);
            if (schema.isSetting(agent + ROLLOUT)) {
                // It learns from what its own policy does alone.
                put(entries, RANDOM_STEPS, 0, ConfigLoader.AGENT, schema);
            } else {
                long most = read(entries, STEPS) / MIN_STEPS_A_RANDOM_STEP;
                put(entries, RANDOM_STEPS, Math.clamp(most, 0, MAX_RANDOM_STEPS), STEPS, schema);
            }
        }
        if (isOpen(entries, PRETRAIN_UPDATES)) {
            put(entries, PRETRAIN_UPDATES, Math.max(0, read(entries, RANDOM_STEPS)), RANDOM_STEPS, schema);
        }
        PruneSchedule.fillIn(entries, schema);
    }

    static boolean isOpen(Map<String, Entry> entries, String key) {
        return Values.isNull(entry(entries, key).node());
    }

    static long read(Map<String, Entry> entries, String key) {
        return (Long) Objects.requireNonNull(Values.read(key, long.class, entry(entries, key)));
    }

    /** A faulty origin is not followed: the record that has it is to complain, about it alone. */
    static void put(Map<String, Entry> entries, String key, Number value, String origin, Schema schema) {
        String where = "default that follows from " + origin + " ("
                + entry(entries, origin).where() + ")";
        entries.putAll(Layer.assign(where, key, value.toString(), schema).entries());
    }

    static Entry entry(Map<String, Entry> entries, String key) {
        return Objects.requireNonNull(entries.get(key), key);
    }
}
