package dev.espalier.cli.replay;

import dev.espalier.env.Scene.Pose;
import dev.espalier.mujoco.Geom;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Draws one step of a rollout: floor tiles, solids from back to front, and the rewards with a cursor, without text. */
final class Painter {

    static final int WIDTH = 480;
    static final int HEIGHT = 300;
    private static final int STRIP = 44;

    private static final Color SKY = new Color(0xDFE9EC);
    private static final Color TILE_LIGHT = new Color(0xF3F4EF);
    private static final Color TILE_DARK = new Color(0xC3CEC8);
    private static final Color SHADOW = new Color(0x93A19A);
    private static final Color PAPER = Color.WHITE;
    private static final Color LINE = new Color(0x0072B2);
    private static final Color CURSOR = new Color(0x1D2522);

    private final Recording recording;
    private final Framing framing;
    private final List<Part> parts;
    private final int last;
    private final double[] rewardRange;

    /** @param last last step to be drawn; the rewards up to it fill the width */
    Painter(Recording recording, int last) {
        this.recording = recording;
        this.last = last;
        framing = new Framing(recording);
        parts = IntStream.range(0, recording.geoms().size())
                .filter(i -> recording.geoms().get(i).colour().opacity() > 0)
                .mapToObj(i ->
                        Part.of(recording.geoms().get(i), i, recording.poses().getFirst(), framing.radius()))
                .toList();
        var statistics =
                recording.rewards().stream().mapToDouble(Double::doubleValue).summaryStatistics();
        rewardRange = new double[] {statistics.getMin(), statistics.getMax()};
    }

    /** The picture after so many steps. */
    BufferedImage paint(int step) {
        var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.setColor(SKY);
            graphics.fillRect(0, 0, WIDTH, HEIGHT);
            int height = HEIGHT - STRIP;
            var view = new View(
                    framing.focus(step),
                    framing.elevation(),
                    height / (2.1 * framing.radius()),
                    WIDTH / 2.0,
                    height / 2.0);
            Pose pose = recording.poses().get(step);
            paintFloors(graphics, view, pose);
            paintSolids(graphics, view, pose);
            paintRewards(graphics, step);
        } finally {
            graphics.dispose();
        }
        return image;
    }

    private void paintFloors(Graphics2D graphics, View view, Pose pose) {
        for (int i = 0; i < recording.geoms().size(); i++) {
            Geom geom = recording.geoms().get(i);
            if (Part.isFloor(geom, i, pose)) {
                double height = pose.positions()[3 * i + 2];
                paintTiles(graphics, view, geom, height);
                graphics.setColor(SHADOW);
                for (Part part : parts) {
                    part.shadow(view, pose, height).ifPresent(graphics::fill);
                }
            }
        }
    }

    /** As many tiles as fit into the width, and some rows before and behind the body. */
    private void paintTiles(Graphics2D graphics, View view, Geom plane, double height) {
        double tile = framing.tile();
        double[] focus = view.focus();
        long columns = Math.round(WIDTH / (view.scale() * tile));
        // From high above, the floor fills the picture; from the side, a strip is enough.
        long rows = view.elevation() > 0.5 ? columns : 5;
        long middleX = Math.round(focus[0] / tile);
        long middleY = Math.round(focus[1] / tile);
        for (long x = middleX - columns; x < middleX + columns; x++) {
            for (long y = middleY - rows; y < middleY + rows; y++) {
                if (within(plane, x * tile, y * tile, tile)) {
                    graphics.setColor(Math.floorMod(x + y, 2L) == 0 ? TILE_LIGHT : TILE_DARK);
                    graphics.fill(quadrangle(view, x * tile, y * tile, tile, height));
                }
            }
        }
    }

    private static boolean within(Geom plane, double x, double y, double tile) {
        double halfX = plane.size().get(0);
        double halfY = plane.size().get(1);
        // A larger floor is drawn as infinite.
        boolean endless = halfX == 0 || halfY == 0 || Math.min(halfX, halfY) > 5;
        return endless || (x >= -halfX && x + tile <= halfX && y >= -halfY && y + tile <= halfY);
    }

    private static Path2D quadrangle(View view, double x, double y, double side, double height) {
        return Outline.hull(List.of(
                view.project(new double[] {x, y, height}),
                view.project(new double[] {x + side, y, height}),
                view.project(new double[] {x + side, y + side, height}),
                view.project(new double[] {x, y + side, height})));
    }

    private void paintSolids(Graphics2D graphics, View view, Pose pose) {
        graphics.setStroke(new BasicStroke(1.2f));
        parts.stream()
                .flatMap(part -> part.seen(view, pose).stream())
                .sorted(Comparator.comparingDouble(Part.Area::nearness))
                .forEach(area -> area.paint(graphics));
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    }

    private void paintRewards(Graphics2D graphics, int step) {
        int top = HEIGHT - STRIP;
        graphics.setColor(PAPER);
        graphics.fillRect(0, top, WIDTH, STRIP);
        double span = Math.max(rewardRange[1] - rewardRange[0], 1e-9);
        var line = new Path2D.Double();
        for (int t = 0; t < last; t++) {
            double y = HEIGHT - 5 - (recording.rewards().get(t) - rewardRange[0]) / span * (STRIP - 10);
            double x = (t + 0.5) * WIDTH / last;
            if (t == 0) {
                line.moveTo(x, y);
            } else {
                line.lineTo(x, y);
            }
        }
        graphics.setColor(LINE);
        graphics.setStroke(new BasicStroke(1.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(line);
        graphics.setColor(CURSOR);
        double x = (double) step * WIDTH / Math.max(last, 1);
        graphics.setStroke(new BasicStroke(2));
        graphics.draw(new Line2D.Double(x, top, x, HEIGHT));
    }
}
