package dev.espalier.settings;

/** Range checks of settings. Each throws {@link InvalidSettingException} with the value and the allowed range. */
public final class Settings {

    private Settings() {}

    /** Requires a whole number of at least {@code least}. */
    public static void atLeast(String key, long value, long least) {
        if (value < least) {
            throw new InvalidSettingException(key, "is " + value + "; give a whole number of at least " + least);
        }
    }

    /** Requires a whole number of at most {@code most}. */
    public static void atMost(String key, long value, long most) {
        if (value > most) {
            throw new InvalidSettingException(key, "is " + value + "; give at most " + most);
        }
    }

    /** Requires a finite number above 0. */
    public static void positive(String key, double value) {
        require(key, value, value > 0, "above 0");
    }

    /** Requires a finite number of at least 0. */
    public static void notNegative(String key, double value) {
        require(key, value, value >= 0, "of at least 0");
    }

    /** Requires a finite number. */
    public static void finite(String key, double value) {
        require(key, value, true, "");
    }

    /** Requires a number in [0, 1]. */
    public static void fraction(String key, double value) {
        require(key, value, value >= 0 && value <= 1, "from 0 to 1");
    }

    /** Requires a number in (0, 1]. */
    public static void positiveFraction(String key, double value) {
        require(key, value, value > 0 && value <= 1, "above 0 and at most 1");
    }

    /** Refuses a value for another reason; {@code problem} continues a sentence that starts with the key. */
    public static void refuseIf(boolean wrong, String key, String problem) {
        if (wrong) {
            throw new InvalidSettingException(key, problem);
        }
    }

    private static void require(String key, double value, boolean inRange, String range) {
        if (!inRange || !Double.isFinite(value)) {
            throw new InvalidSettingException(key, "is " + value + "; give " + ("a finite number " + range).strip());
        }
    }
}
