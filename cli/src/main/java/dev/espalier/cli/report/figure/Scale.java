package dev.espalier.cli.report.figure;

import dev.espalier.cli.text.RootLocale;
import dev.espalier.cli.text.Thousands;
import java.util.ArrayList;
import java.util.List;

/**
 * The scale of an axis: linear, logarithmic, or logarithmic on both sides of 0, as {@code log(1 + value / unit)}, which
 * is nearly linear between {@code -unit} and {@code unit}.
 *
 * @param unit unit of a scale on both sides of 0, above 0; else unused
 * @param low value at {@code from}
 * @param high value at {@code to}, above low
 * @param from coordinate of the lowest value
 * @param to coordinate of the highest value
 */
public record Scale(Kind kind, double unit, double low, double high, double from, double to) {

    public enum Kind {
        LINEAR,
        /** For positive values. */
        LOGARITHMIC,
        /** For values on both sides of 0. */
        BOTH_SIDES
    }

    /** Units of length per decade at which each decade gets a tick. */
    private static final double ROOM = 60;

    /** Units of length per decade at which values between decades get ticks, too. */
    private static final double MUCH_ROOM = 160;

    /** Minimum range of a linear axis, relative to its values: ticks within it have labels that differ. */
    private static final double MIN_LENGTH = 1e-3;

    public Scale {
        if (!(high > low)) {
            throw new IllegalArgumentException("an axis from %s to %s has no length".formatted(low, high));
        }
        double least = leastLength(Math.max(Math.abs(low), Math.abs(high)));
        if (kind == Kind.LINEAR && high - low < least) {
            high = low + least;
        }
    }

    /**
     * The least length of a linear axis, so that values that are almost equal have ticks with different labels.
     *
     * @param largest largest absolute value on the axis
     */
    static double leastLength(double largest) {
        return largest == 0 ? 1 : MIN_LENGTH * largest;
    }

    public static Scale linear(double low, double high, double from, double to) {
        return new Scale(Kind.LINEAR, 1, low, high, from, to);
    }

    public static Scale logarithmic(double low, double high, double from, double to) {
        return new Scale(Kind.LOGARITHMIC, 1, low, high, from, to);
    }

    public static Scale bothSides(double unit, double low, double high, double from, double to) {
        return new Scale(Kind.BOTH_SIDES, unit, low, high, from, to);
    }

    /** The coordinate of a value; values outside the range are outside the axis. */
    public double at(double value) {
        double start = spread(low);
        return from + (spread(value) - start) / (spread(high) - start) * (to - from);
    }

    private double spread(double value) {
        return switch (kind) {
            case LINEAR -> value;
            case LOGARITHMIC -> Math.log(value);
            case BOTH_SIDES -> Math.signum(value) * Math.log1p(Math.abs(value) / unit);
        };
    }

    /** Round values for ticks, in ascending order. */
    public List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        switch (kind) {
            case LINEAR -> {
                double step = step();
                // Adding 0.0 turns -0.0 into 0.0.
                for (double tick = Math.ceil(low / step) * step + 0.0; tick <= high + step * 1e-9; tick += step) {
                    ticks.add(tick);
                }
            }
            case LOGARITHMIC -> {
                double decade = Math.abs(to - from) / (Math.log10(high) - Math.log10(low));
                if (decade >= ROOM) {
                    eachDecade(decade >= MUCH_ROOM ? new int[] {1, 2, 5} : new int[] {1}, ticks);
                } else {
                    decades(low, high, ticks);
                }
            }
            case BOTH_SIDES -> {
                if (low < 0) {
                    List<Double> below = new ArrayList<>();
                    decades(unit, -low, below);
                    below.reversed().forEach(tick -> ticks.add(-tick));
                }
                if (low <= 0 && high >= 0) {
                    ticks.add(0.0);
                }
                decades(Math.max(unit, low), high, ticks);
            }
        }
        return ticks;
    }

    /** Each power of ten times each factor. */
    private void eachDecade(int[] factors, List<Double> ticks) {
        for (int power = (int) Math.floor(Math.log10(low)); power <= Math.log10(high) + 1e-9; power++) {
            for (int factor : factors) {
                double tick = Double.parseDouble(factor + "e" + power);
                if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) {
                    ticks.add(tick);
                }
            }
        }
    }

    private static void decades(double low, double high, List<Double> ticks) {
        if (high < low) {
            return;
        }
        int first = (int) Math.ceil(Math.log10(low) - 1e-9);
        int last = (int) Math.floor(Math.log10(high) + 1e-9);
        int every = 1 + (last - first) / 5;
        for (int power = first; power <= last; power += every) {
            ticks.add(Double.parseDouble("1e" + power));
        }
    }

    /** The smallest of 1, 2, 2.5 and 5 times a power of ten that is at least a value. */
    private static double round(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double factor : new double[] {1, 2, 2.5, 5}) {
            if (factor * power >= value * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /** The label of a tick, with as many decimals as make it differ from the next. */
    String labelOf(double tick) {
        return kind == Kind.LINEAR ? label(tick, step()) : label(tick);
    }

    /** The distance between ticks of a linear axis. */
    private double step() {
        return round((high - low) / 4);
    }

    /** The label of a value: 20K, 1.5M, 1e-5. */
    public static String label(double value) {
        return label(value, Double.POSITIVE_INFINITY);
    }

    private static String label(double value, double step) {
        double size = Math.abs(value);
        if (size >= 1e6) {
            return plain(value, step, 1e6) + "M";
        } else if (size >= 1e3) {
            return plain(value, step, 1e3) + "K";
        } else if (size == 0 || size >= 0.01) {
            return plain(value, step, 1);
        }
        return RootLocale.format("%.0e", value).replace("e-0", "e-");
    }

    private static String plain(double value, double step, double unit) {
        // One more than the step's first digit, as steps such as 2.5 have two digits.
        int digits = Math.max(2, 1 - (int) Math.floor(Math.log10(step / unit)));
        return Thousands.format(digits).format(value / unit);
    }
}
