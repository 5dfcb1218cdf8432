package dev.espalier.cli.report.figure;

import java.awt.Color;
import java.util.List;

/**
 * Colours of figures. Shares range from yellow over green to dark violet, as in viridis by van der Walt and Smith
 * (2015), whose brightness alone shows the order. Ratios range from blue (smaller) over white to orange (larger). Both
 * can be read with common colour vision deficiencies.
 */
public final class Palette {

    /**
     * Distinct colours: the palette by Okabe and Ito (<i>Color Universal Design</i>, 2008) for common colour vision
     * deficiencies, without its yellow, which is hardly visible on white.
     */
    public static final List<Color> DISTINCT = List.of(
            new Color(0x0072B2),
            new Color(0xD55E00),
            new Color(0x009E73),
            new Color(0xCC79A7),
            new Color(0xE69F00),
            new Color(0x56B4E9),
            new Color(0x000000));

    /** Colour of what is left. */
    public static final Color LEFT = new Color(0x0072B2);

    /** Colour of what was removed, or of the initial state. */
    public static final Color GONE = new Color(0xDDE3E8);

    private static final List<Color> SHARE = List.of(
            new Color(0xFDE725), new Color(0x5EC962), new Color(0x21918C), new Color(0x3B528B), new Color(0x440154));
    private static final Color SMALLER = new Color(0x0072B2);
    private static final Color LARGER = new Color(0xD55E00);

    /** Ratios of 1/16 and 16 have the full colour. */
    private static final double FULL = Math.log(16);

    private Palette() {}

    /** The colour of a share, which is from 0 to 1. */
    public static Color share(double share) {
        double place = Math.clamp(share, 0, 1) * (SHARE.size() - 1);
        int below = Math.min((int) place, SHARE.size() - 2);
        return mixed(SHARE.get(below), SHARE.get(below + 1), place - below);
    }

    /** The colour of a ratio, which is at least 0; 1 is white. */
    static Color ratio(double ratio) {
        double strength = Math.min(1, Math.abs(Math.log(Math.max(ratio, 1e-9))) / FULL);
        return mixed(Color.WHITE, ratio < 1 ? SMALLER : LARGER, strength);
    }

    /** Black or white, whichever has the higher contrast on a colour. */
    static Color readable(Color ground) {
        double light = luminance(ground);
        return (light + 0.05) / 0.05 >= 1.05 / (light + 0.05) ? Color.BLACK : Color.WHITE;
    }

    /** Relative luminance as defined by the Web Content Accessibility Guidelines. */
    static double luminance(Color color) {
        return 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
    }

    private static double linear(int channel) {
        double value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    private static Color mixed(Color first, Color second, double share) {
        return new Color(
                mixed(first.getRed(), second.getRed(), share),
                mixed(first.getGreen(), second.getGreen(), share),
                mixed(first.getBlue(), second.getBlue(), share));
    }

    private static int mixed(int first, int second, double share) {
        return (int) Math.round(first + share * (second - first));
    }
}
