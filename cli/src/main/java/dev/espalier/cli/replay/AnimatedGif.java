package dev.espalier.cli.replay;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Encodes a rollout as an animated GIF that repeats forever, with Java's own GIF writer. */
final class AnimatedGif {

    /** Browsers slow down frames of less than 2 hundredths of a second. */
    private static final double SECONDS_PER_FRAME = 0.04;

    /** Limits the size of the file, to about ten megabytes. */
    private static final double LONGEST_SECONDS = 10;

    private static final String FRAME_FORMAT = "javax_imageio_gif_image_1.0";

    private AnimatedGif() {}

    /** Draws the first ten seconds of a rollout, in real time. */
    static byte[] of(Recording recording) {
        double dt = recording.secondsPerStep();
        int stride = (int) Math.max(1, Math.round(SECONDS_PER_FRAME / dt));
        int last = (int) Math.min(recording.length(), LONGEST_SECONDS / dt);
        var painter = new Painter(recording, last);
        int[] steps = IntStream.iterate(0, step -> step <= last, step -> step + stride)
                .toArray();
        var palette = new GifPalette(List.of(painter.paint(0), painter.paint(last / 2), painter.paint(last)));
        return encode(steps, (int) Math.round(100 * stride * dt), step -> palette.apply(painter.paint(step)));
    }

    private interface Frames {
        BufferedImage at(int step);
    }

    private static byte[] encode(int[] steps, int hundredths, Frames frames) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        var bytes = new ByteArrayOutputStream();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (int step : steps) {
                BufferedImage frame = frames.at(step);
                IIOMetadata metadata =
                        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(frame), null);
                describe(metadata, hundredths);
                writer.writeToSequence(new IIOImage(frame, null, metadata), null);
            }
            writer.endWriteSequence();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** Sets the duration of a frame and, in the way that browsers expect, endless repetition. */
    private static void describe(IIOMetadata metadata, int hundredths) throws IIOInvalidTreeException {
        var root = new IIOMetadataNode(FRAME_FORMAT);
        var control = new IIOMetadataNode("GraphicControlExtension");
        control.setAttribute("disposalMethod", "none");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "FALSE");
        control.setAttribute("transparentColorIndex", "0");
        control.setAttribute("delayTime", Integer.toString(hundredths));
        root.appendChild(control);
        var extensions = new IIOMetadataNode("ApplicationExtensions");
        var loop = new IIOMetadataNode("ApplicationExtension");
        loop.setAttribute("applicationID", "NETSCAPE");
        loop.setAttribute("authenticationCode", "2.0");
        loop.setUserObject(new byte[] {1, 0, 0});
        extensions.appendChild(loop);
        root.appendChild(extensions);
        metadata.mergeTree(FRAME_FORMAT, root);
    }
}
