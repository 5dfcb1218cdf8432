package dev.espalier.cli.replay;

import dev.espalier.env.Scene.Pose;
import dev.espalier.mujoco.Geom;
import dev.espalier.mujoco.GeomShape;
import dev.espalier.mujoco.Mesh;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Draws a geom: a solid by its outline, a mesh or a wall by its triangles. Floors are painted separately, first. */
final class Part {

    /** Minimum z component of the normal of a plane that counts as a floor. */
    private static final double UPRIGHT = 0.99;

    /** Size of an infinite wall, as a multiple of the radius of moving parts. */
    private static final double ENDLESS = 10;

    private final Geom geom;
    private final int index;
    private final @Nullable Outline outline;
    private final @Nullable Surface surface;

    private Part(Geom geom, int index, @Nullable Outline outline, @Nullable Surface surface) {
        this.geom = geom;
        this.index = index;
        this.outline = outline;
        this.surface = surface;
    }

    /**
     * An area of one colour.
     *
     * @param nearness distance in front of the focus, metres
     * @param edge colour of its outline, null if it has none
     */
    record Area(
            double nearness,
            Shape shape,
            Color fill,
            @Nullable Color edge) {

        void paint(Graphics2D graphics) {
            // With antialiasing, seams would show between the triangles of a surface.
            graphics.setRenderingHint(
                    RenderingHints.KEY_ANTIALIASING,
                    edge == null ? RenderingHints.VALUE_ANTIALIAS_OFF : RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setColor(fill);
            graphics.fill(shape);
            if (edge != null) {
                graphics.setColor(edge);
                graphics.draw(shape);
            }
        }
    }

    /**
     * The part for a geom.
     *
     * @param index index of the geom in a pose
     * @param start any pose
     * @param radius radius of the moving parts, metres
     */
    static Part of(Geom geom, int index, Pose start, double radius) {
        if (isFloor(geom, index, start)) {
            return new Part(geom, index, null, null);
        }
        return switch (geom.shape()) {
            case PLANE -> new Part(geom, index, null, new Surface(wall(geom, radius), geom.colour()));
            case MESH -> new Part(geom, index, new Outline(geom), new Surface(geom.mesh(), geom.colour()));
            default -> new Part(geom, index, new Outline(geom), null);
        };
    }

    /** Whether it is a visible, horizontal plane. */
    static boolean isFloor(Geom geom, int index, Pose pose) {
        return geom.shape() == GeomShape.PLANE
                && geom.colour().opacity() > 0
                && pose.rotations()[9 * index + 8] > UPRIGHT;
    }

    private static Mesh wall(Geom plane, double radius) {
        float x = (float) (plane.size().get(0) > 0 ? plane.size().get(0) : ENDLESS * radius);
        float y = (float) (plane.size().get(1) > 0 ? plane.size().get(1) : ENDLESS * radius);
        return new Mesh(new float[] {-x, -y, 0, x, -y, 0, x, y, 0, -x, y, 0}, new int[] {0, 1, 2, 0, 2, 3});
    }

    List<Area> seen(View view, Pose pose) {
        if (surface != null) {
            return surface.seen(view, pose, index);
        }
        if (outline == null) {
            return List.of();
        }
        Path2D shape = outline.seen(view, pose, index);
        var colour = geom.colour();
        var fill = new Color(colour.red(), colour.green(), colour.blue(), colour.opacity());
        return List.of(
                new Area(view.nearness(centre(pose)), shape, fill, fill.darker().darker()));
    }

    /** Its shadow, projected vertically to a height. Fixed surfaces, such as the landscape, have none. */
    Optional<Path2D> shadow(View view, Pose pose, double height) {
        return outline == null || (surface != null && geom.fixed())
                ? Optional.empty()
                : Optional.of(outline.shadow(view, pose, index, height));
    }

    private double[] centre(Pose pose) {
        return Outline.inWorld(new double[3], pose, index);
    }
}
