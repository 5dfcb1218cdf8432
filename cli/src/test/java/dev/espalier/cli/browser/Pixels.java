package dev.espalier.cli.browser;

import java.awt.image.BufferedImage;
import java.util.Locale;
import java.util.stream.IntStream;

/** Statistics of the pixels of a picture. */
public final class Pixels {

    private Pixels() {}

    /** The number of different colours; 1 if nothing is drawn. */
    public static long colours(BufferedImage picture) {
        return stream(picture).distinct().count();
    }

    /** The number of pixels that are not grey, black or white. */
    public static long coloured(BufferedImage picture) {
        return stream(picture)
                .filter(pixel -> {
                    int red = pixel >> 16 & 0xFF;
                    int green = pixel >> 8 & 0xFF;
                    int blue = pixel & 0xFF;
                    return Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue)) > 60;
                })
                .count();
    }

    /** The share of pixels, 0 to 1, that differ between two pictures of equal size. */
    public static double difference(BufferedImage a, BufferedImage b) {
        int[] first = stream(a).toArray();
        int[] second = stream(b).toArray();
        if (a.getWidth() != b.getWidth() || first.length != second.length) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "pictures of %d by %d and %d by %d pixels",
                    a.getWidth(),
                    a.getHeight(),
                    b.getWidth(),
                    b.getHeight()));
        }
        long different = IntStream.range(0, first.length)
                .filter(i -> first[i] != second[i])
                .count();
        return (double) different / first.length;
    }

    private static IntStream stream(BufferedImage picture) {
        int[] pixels = picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
        return IntStream.of(pixels);
    }
}
