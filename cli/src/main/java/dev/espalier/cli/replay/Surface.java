package dev.espalier.cli.replay;

import dev.espalier.env.Scene.Pose;
import dev.espalier.mujoco.Geom;
import dev.espalier.mujoco.Mesh;
import java.awt.Color;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;

/** A mesh in a picture: its triangles, each shaded by its slope towards the light. */
final class Surface {

    /** Direction of the light: from above, from the viewer's left. */
    private static final double[] LIGHT = {-0.37, -0.46, 0.81};

    private static final double DARKEST = 0.45;

    /** Number of brightness levels; few, so that all fit into the palette of a picture. */
    private static final int SHADES = 12;

    private final Mesh mesh;
    private final Geom.Colour colour;

    Surface(Mesh mesh, Geom.Colour colour) {
        this.mesh = mesh;
        this.colour = colour;
    }

    /** The triangles that face the viewer. As in MuJoCo's viewers, a room does not hide its inside. */
    List<Part.Area> seen(View view, Pose pose, int geom) {
        double[][] world = new double[mesh.points().length / 3][];
        for (int i = 0; i < world.length; i++) {
            float[] p = mesh.points();
            world[i] = Outline.inWorld(new double[] {p[3 * i], p[3 * i + 1], p[3 * i + 2]}, pose, geom);
        }
        List<Part.Area> areas = new ArrayList<>();
        for (int t = 0; t < mesh.triangles().length; t += 3) {
            double[] a = world[mesh.triangles()[t]];
            double[] b = world[mesh.triangles()[t + 1]];
            double[] c = world[mesh.triangles()[t + 2]];
            double[] seenA = view.project(a);
            double[] seenB = view.project(b);
            double[] seenC = view.project(c);
            if (isCounterClockwise(seenA, seenB, seenC)) {
                double nearness = (view.nearness(a) + view.nearness(b) + view.nearness(c)) / 3;
                areas.add(new Part.Area(nearness, triangle(seenA, seenB, seenC), fill(a, b, c), null));
            }
        }
        return areas;
    }

    /** In image coordinates, where y points down. */
    private static boolean isCounterClockwise(double[] a, double[] b, double[] c) {
        return (b[0] - a[0]) * (c[1] - a[1]) < (b[1] - a[1]) * (c[0] - a[0]);
    }

    private static Path2D triangle(double[] a, double[] b, double[] c) {
        var path = new Path2D.Double();
        path.moveTo(a[0], a[1]);
        path.lineTo(b[0], b[1]);
        path.lineTo(c[0], c[1]);
        path.closePath();
        return path;
    }

    private Color fill(double[] a, double[] b, double[] c) {
        double[] normal = {
            (b[1] - a[1]) * (c[2] - a[2]) - (b[2] - a[2]) * (c[1] - a[1]),
            (b[2] - a[2]) * (c[0] - a[0]) - (b[0] - a[0]) * (c[2] - a[2]),
            (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
        };
        double length = Math.sqrt(normal[0] * normal[0] + normal[1] * normal[1] + normal[2] * normal[2]);
        double slope = length == 0 ? 0 : (normal[0] * LIGHT[0] + normal[1] * LIGHT[1] + normal[2] * LIGHT[2]) / length;
        // From 0, away from the light, to 1, towards it.
        double light = Math.rint(SHADES * (slope + 1) / 2) / SHADES;
        float bright = (float) Math.min(1, DARKEST + (1 - DARKEST) * light);
        return new Color(bright * colour.red(), bright * colour.green(), bright * colour.blue(), colour.opacity());
    }
}
