package dev.espalier.config;

import static dev.espalier.config.ConfigLoader.entry;

import dev.espalier.config.Layer.Entry;
import java.util.Map;
import java.util.Objects;

/**
 * Defaults that are computed from other settings, so that a short run is a scaled-down long one. A setting of {@code
 * null} gets the computed value before the records are created, so a run's configuration contains it.
 */
final class DerivedDefaults {

    private static final String ROLLOUT = ".rollout";
    static final String STEPS = "steps";
    static final String RANDOM_STEPS = "random_steps";
    private static final String PRETRAIN_UPDATES = "ofe.pretrain_updates";

    /** The published value of SAC and OFENet, for runs of at least a hundred times as many steps. */
    private static final long MAX_RANDOM_STEPS = 10_000;

    private static final long MIN_STEPS_A_RANDOM_STEP = 10;

    private DerivedDefaults() {}

    static void fillIn(Map<String, Entry> entries, Schema schema) {
        if (isOpen(entries, RANDOM_STEPS)) {
            String agent = ConfigLoader.agent(entry(entries, ConfigLoader.AGENT), schema);
            if (schema.isSetting(agent + ROLLOUT)) {
                // An agent that learns from rollouts uses only its own policy's actions.
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

    /** Adds a computed value. An invalid origin is not checked here, as its own record reports it. */
    static void put(Map<String, Entry> entries, String key, Number value, String origin, Schema schema) {
        String where = "default that follows from " + origin + " ("
                + entry(entries, origin).where() + ")";
        entries.putAll(Layer.assign(where, key, value.toString(), schema).entries());
    }
}
