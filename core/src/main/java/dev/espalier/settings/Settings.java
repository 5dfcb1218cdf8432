package dev.espalier.settings;

/** Range checks; each throws {@link InvalidSettingException} that says what the value is and what it may be. */
public final class Settings {

    private Settings() {}

    /** A whole number that is {@code least} or more. */
    public static void atLeast(String key, long value, long least) {
        if (value < least) {
            throw new InvalidSettingException(key, "is " + value + "; give a whole number of at least " + least);
        }
    }

    /** A whole number that is {@code most} or less. */
    public static void atMost(String key, long value, long most) {
        if (value > most) {
            throw new InvalidSettingException(key, "is " + value + "; give at most " + most);
        }
    }

    /** A finite number above zero. */
    public static void positive(String key, double value) {
        require(key, value, value > 0, "above 0");
    }

    /** A finite number that is zero or more. */
    public static void notNegative(String key, double value) {
        require(key, value, value >= 0, "of at least 0");
    }

    /** Any number but NaN and the infinities. */
    public static void finite(String key, double value) {
        require(key, value, true, "");
    }

    /** A number in [0, 1]. */
    public static void fraction(String key, double value) {
        require(key, value, value >= 0 && value <= 1, "from 0 to 1");
    }

    /** A number in (0, 1]. */
    public static void positiveFraction(String key, double value) {
        require(key, value, value > 0 && value <= 1, "above 0 and at most 1");
    }

    private static void require(String key, double value, boolean inRange, String range) {
        if (!inRange || !Double.isFinite(value)) {
            throw new InvalidSettingException(key, "is " + value + "; give " + ("a finite number " + range).strip());
        }
    }
}
