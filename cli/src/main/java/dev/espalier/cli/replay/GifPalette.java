package dev.espalier.cli.replay;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The colour palette of an animated GIF, with at most 256 colours for all frames: the most frequent colours of some
 * frames, at five bits per channel. This is enough for flat areas with blended edges.
 */
final class GifPalette {

    private static final int LIMIT = 256;
    private static final int KINDS = 1 << 15;

    private final IndexColorModel colours;

    /** Index of the closest palette colour for each colour of five bits per channel. */
    private final byte[] closest = new byte[KINDS];

    GifPalette(List<BufferedImage> samples) {
        long[] counts = new long[KINDS];
        for (BufferedImage sample : samples) {
            for (int pixel : pixels(sample)) {
                counts[kind(pixel)]++;
            }
        }
        int[] chosen = IntStream.range(0, KINDS)
                .filter(kind -> counts[kind] > 0)
                .boxed()
                .sorted(Comparator.comparingLong((Integer kind) -> counts[kind]).reversed())
                .limit(LIMIT)
                .mapToInt(GifPalette::colour)
                .toArray();
        colours = new IndexColorModel(8, chosen.length, chosen, 0, false, -1, DataBuffer.TYPE_BYTE);
        for (int kind = 0; kind < KINDS; kind++) {
            int wanted = colour(kind);
            closest[kind] = (byte) IntStream.range(0, chosen.length)
                    .boxed()
                    .min(Comparator.comparingInt(i -> distance(chosen[i], wanted)))
                    .orElseThrow()
                    .intValue();
        }
    }

    /** The picture in these colours. */
    BufferedImage apply(BufferedImage picture) {
        var result =
                new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, colours);
        int[] indices = Arrays.stream(pixels(picture))
                .map(pixel -> Byte.toUnsignedInt(closest[kind(pixel)]))
                .toArray();
        result.getRaster().setPixels(0, 0, picture.getWidth(), picture.getHeight(), indices);
        return result;
    }

    private static int[] pixels(BufferedImage picture) {
        return picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
    }

    private static int kind(int rgb) {
        return (((rgb >> 19) & 31) << 10) | (((rgb >> 11) & 31) << 5) | ((rgb >> 3) & 31);
    }

    /** Extends five bits per channel to eight, so that black and white stay unchanged. */
    private static int colour(int kind) {
        return (widen(kind >> 10) << 16) | (widen((kind >> 5) & 31) << 8) | widen(kind & 31);
    }

    private static int widen(int part) {
        return (part << 3) | (part >> 2);
    }

    private static int distance(int a, int b) {
        int red = ((a >> 16) & 255) - ((b >> 16) & 255);
        int green = ((a >> 8) & 255) - ((b >> 8) & 255);
        int blue = (a & 255) - (b & 255);
        return red * red + green * green + blue * blue;
    }
}
