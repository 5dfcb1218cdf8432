package dev.espalier.config;

import dev.espalier.config.Layer.Entry;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

/** The target size of pruning, and how it changes the pressures of a preset. */
final class Targets {

    static final String DEPLOYED = "prune.target.deployed";
    static final String TRAINED = "prune.target.trained";
    private static final String NU = "prune.nu";

    /** The option that gives a target as a size. */
    static final String KIB = "--target-kib";

    /** Number of 32-bit floats in a KiB. */
    private static final BigDecimal FLOATS = BigDecimal.valueOf(1024 / Float.BYTES);

    private Targets() {}

    /** The number of parameters of a size in KiB. */
    static String floats(String where, String value) {
        BigDecimal kib = Values.decimal(value);
        if (kib == null || kib.signum() <= 0) {
            throw new ConfigException("%s: expected a size in KiB above 0, such as --target-kib 32".formatted(where));
        }
        return kib.multiply(FLOATS).setScale(0, RoundingMode.DOWN).toPlainString();
    }

    /** With a target size, sets the preset's pressures to 0, as they are controlled. Those that a user gives stay. */
    static void replacePressure(Map<String, Entry> entries, List<Layer> wishes, Schema schema) {
        boolean isGiven = !DerivedDefaults.isOpen(entries, DEPLOYED) || !DerivedDefaults.isOpen(entries, TRAINED);
        if (isGiven) {
            for (String key : schema.settings(NU)) {
                boolean isWished =
                        wishes.stream().anyMatch(layer -> layer.entries().containsKey(key));
                if (!isWished) {
                    String where = ConfigLoader.entry(entries, key).where();
                    entries.putAll(Layer.assign(where, key, "0", schema).entries());
                }
            }
        }
    }
}
