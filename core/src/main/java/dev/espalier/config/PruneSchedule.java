package dev.espalier.config;

import static dev.espalier.config.ConfigLoader.entry;
import static dev.espalier.config.DerivedDefaults.RANDOM_STEPS;
import static dev.espalier.config.DerivedDefaults.STEPS;
import static dev.espalier.config.DerivedDefaults.isOpen;
import static dev.espalier.config.DerivedDefaults.put;
import static dev.espalier.config.DerivedDefaults.read;

import dev.espalier.config.Layer.Entry;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Defaults of the pruning schedule. Users give the ends of phases as fractions of the run or in steps, which are
 * converted to fractions. Theta's learning rate and other settings that count updates are derived from the length of
 * the free phase, so that all of them scale with the run.
 */
final class PruneSchedule {

    private static final String WARMUP_END = "prune.warmup_end";
    private static final String ROUND_AT = "prune.round_at";
    private static final String THETA_RATE = "prune.theta_learning_rate";
    private static final String OPEN_AFTER = "prune.open_after";
    private static final String THETA_OPTIMIZER = "prune.theta_optimizer";

    /** Length of the warm-up after the random steps, as a fraction of the run. */
    private static final double WARMUP = 0.03;

    /** How often theta could move from 0 to 1 within the free phase. */
    private static final double CROSSINGS = 50;

    /** With larger Adam steps theta does not learn. */
    private static final double LARGEST_RATE = 1e-2;

    /** Factor for the learning rate of plain gradient steps, relative to Adam's. */
    private static final double PLAIN = 100;

    /** As a fraction of the free phase's updates. */
    private static final double OPEN_AFTER_SHARE = 0.1;

    private PruneSchedule() {}

    static void fillIn(Map<String, Entry> entries, Schema schema) {
        double steps = Math.max(1, read(entries, STEPS));
        if (isOpen(entries, WARMUP_END)) {
            long random = read(entries, RANDOM_STEPS);
            // Another check reports too many random steps.
            double share = Math.min(1, WARMUP + (random > 0 && random < steps ? random / steps : 0));
            put(entries, WARMUP_END, share, RANDOM_STEPS, schema);
        }
        List.of(WARMUP_END, ROUND_AT).forEach(key -> toShare(entries, key, steps, schema));
        double updates = Math.max(
                1, (number(entries, ROUND_AT) - number(entries, WARMUP_END)) * steps * updatesPerStep(entries, schema));
        if (isOpen(entries, THETA_RATE)) {
            boolean plain = Values.text(THETA_OPTIMIZER, entry(entries, THETA_OPTIMIZER))
                    .equals("plain");
            double rate = Math.min(LARGEST_RATE, CROSSINGS / updates) * (plain ? PLAIN : 1);
            put(entries, THETA_RATE, rate, STEPS, schema);
        }
        if (isOpen(entries, OPEN_AFTER)) {
            put(entries, OPEN_AFTER, (long) Math.min(Integer.MAX_VALUE, OPEN_AFTER_SHARE * updates), STEPS, schema);
        }
    }

    /** A number above 1, or with suffix k or M, is a number of steps. */
    private static void toShare(Map<String, Entry> entries, String key, double steps, Schema schema) {
        Entry given = entry(entries, key);
        String word = Values.word(given.node());
        BigDecimal value = Values.decimal(word);
        if (value != null && (value.compareTo(BigDecimal.ONE) > 0 || word.matches(".*[kM]"))) {
            double share = value.doubleValue() / steps;
            if (share > 1) {
                throw new ConfigException(
                        "%s: %s is %s steps, but the run ends at step %s; give fewer, or a share from 0 to 1"
                                .formatted(given.where(), key, value.toPlainString(), (long) steps));
            }
            entries.putAll(Layer.assign(given.where(), key, Double.toString(share), schema)
                    .entries());
        }
    }

    private static double number(Map<String, Entry> entries, String key) {
        return (Double) Objects.requireNonNull(Values.read(key, double.class, entry(entries, key)));
    }

    /** An agent that learns from rollouts uses each one for several epochs, in mini-batches. */
    private static double updatesPerStep(Map<String, Entry> entries, Schema schema) {
        String agent = ConfigLoader.agent(entry(entries, ConfigLoader.AGENT), schema);
        if (schema.isSetting(agent + ".updates_per_step")) {
            return read(entries, agent + ".updates_per_step");
        }
        return schema.isSetting(agent + ".epochs") && schema.isSetting(agent + ".batch")
                ? (double) read(entries, agent + ".epochs") / Math.max(1, read(entries, agent + ".batch"))
                : 1;
    }
}
