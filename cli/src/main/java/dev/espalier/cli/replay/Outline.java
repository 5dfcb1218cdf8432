package dev.espalier.cli.replay;

import dev.espalier.env.Scene.Pose;
import dev.espalier.mujoco.Geom;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The outline of a solid in a picture. Solids other than meshes are convex, so it is the convex hull of projected
 * points on the surface; a few hundred points are enough. Of meshes, only the shadow is drawn this way.
 */
final class Outline {

    private static final int AROUND = 24;
    private static final int ACROSS = 12;

    /** Points on the surface in the geom's frame, {@code [3]} each. */
    private final List<double[]> points = new ArrayList<>();

    /** @throws IllegalArgumentException for a plane, which is not a solid */
    Outline(Geom geom) {
        List<Double> size = geom.size();
        switch (geom.shape()) {
            case SPHERE -> addEllipsoid(size.get(0), size.get(0), size.get(0), 0);
            case ELLIPSOID -> addEllipsoid(size.get(0), size.get(1), size.get(2), 0);
            case CAPSULE -> {
                addEllipsoid(size.get(0), size.get(0), size.get(0), size.get(1));
                addEllipsoid(size.get(0), size.get(0), size.get(0), -size.get(1));
            }
            case CYLINDER -> {
                addCircle(size.get(0), size.get(0), size.get(1));
                addCircle(size.get(0), size.get(0), -size.get(1));
            }
            case BOX -> {
                for (int corner = 0; corner < 8; corner++) {
                    points.add(new double[] {
                        (corner & 1) == 0 ? size.get(0) : -size.get(0),
                        (corner & 2) == 0 ? size.get(1) : -size.get(1),
                        (corner & 4) == 0 ? size.get(2) : -size.get(2)
                    });
                }
            }
            case MESH -> {
                float[] mesh = geom.mesh().points();
                for (int i = 0; i < mesh.length; i += 3) {
                    points.add(new double[] {mesh[i], mesh[i + 1], mesh[i + 2]});
                }
            }
            case PLANE -> throw new IllegalArgumentException("a plane has no outline");
        }
    }

    private void addEllipsoid(double x, double y, double z, double height) {
        for (int i = 0; i <= ACROSS; i++) {
            double latitude = Math.PI * i / ACROSS;
            addCircle(x * Math.sin(latitude), y * Math.sin(latitude), height + z * Math.cos(latitude));
        }
    }

    private void addCircle(double x, double y, double height) {
        for (int i = 0; i < AROUND; i++) {
            double angle = 2 * Math.PI * i / AROUND;
            points.add(new double[] {x * Math.cos(angle), y * Math.sin(angle), height});
        }
    }

    /** The outline of the geom in a pose. */
    Path2D seen(View view, Pose pose, int geom) {
        return hull(inWorld(pose, geom).stream().map(view::project).toList());
    }

    /** The outline of its shadow, projected vertically to a height. */
    Path2D shadow(View view, Pose pose, int geom, double height) {
        return hull(inWorld(pose, geom).stream()
                .map(point -> view.project(new double[] {point[0], point[1], height}))
                .toList());
    }

    private List<double[]> inWorld(Pose pose, int geom) {
        return points.stream().map(point -> inWorld(point, pose, geom)).toList();
    }

    /** Transforms a point from a geom's frame to the world, {@code [3]}. */
    static double[] inWorld(double[] point, Pose pose, int geom) {
        double[] r = pose.rotations();
        double[] world = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            int row = 9 * geom + 3 * axis;
            world[axis] = pose.positions()[3 * geom + axis]
                    + r[row] * point[0]
                    + r[row + 1] * point[1]
                    + r[row + 2] * point[2];
        }
        return world;
    }

    /** Andrew's monotone chain: the lower side from left to right, then the upper side back. */
    static Path2D hull(List<double[]> points) {
        List<double[]> sorted = points.stream()
                .sorted(Comparator.<double[]>comparingDouble(point -> point[0]).thenComparingDouble(point -> point[1]))
                .toList();
        double[][] chain = new double[2 * sorted.size()][];
        int size = side(sorted, chain, 0);
        size = side(sorted.reversed(), chain, size - 1);
        var path = new Path2D.Double();
        path.moveTo(chain[0][0], chain[0][1]);
        Arrays.stream(chain, 1, Math.max(size - 1, 1)).forEach(point -> path.lineTo(point[0], point[1]));
        path.closePath();
        return path;
    }

    private static int side(List<double[]> points, double[][] chain, int from) {
        int size = from;
        for (double[] point : points) {
            while (size >= from + 2 && turn(chain[size - 2], chain[size - 1], point) <= 0) {
                size--;
            }
            chain[size++] = point;
        }
        return size;
    }

    /** Positive if the path from a over b to c turns left. */
    private static double turn(double[] a, double[] b, double[] c) {
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    }
}
