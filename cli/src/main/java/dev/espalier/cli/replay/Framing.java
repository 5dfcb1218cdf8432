package dev.espalier.cli.replay;

import dev.espalier.env.Scene.Pose;
import dev.espalier.mujoco.Geom;
import dev.espalier.mujoco.GeomShape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a camera needs to know of a rollout: the centre of the body at each step, smoothed to avoid jitter, and its
 * size. A body that hardly moves gets one centre for the whole rollout.
 */
final class Framing {

    private static final double SMOOTHING_SECONDS = 0.4;

    /** Radius if nothing is visible, metres. */
    private static final double SMALLEST_RADIUS = 1e-3;

    private final double[][] centres;
    private final double radius;
    private final boolean flat;

    Framing(Recording recording) {
        int[] moving = subject(recording.geoms());
        double[][] raw = recording.poses().stream()
                .map(pose -> mean(pose.positions(), moving))
                .toArray(double[][]::new);
        double body = 0;
        for (int t = 0; t < raw.length; t++) {
            for (int geom : moving) {
                body = Math.max(
                        body,
                        reach(recording.geoms().get(geom), recording.poses().get(t), geom, raw[t]));
            }
        }
        double travel = Math.hypot(spread(raw, 0), spread(raw, 1));
        boolean travels = travel > 1.5 * body;
        radius = Math.max(SMALLEST_RADIUS, travels ? body : body + travel / 2);
        int window =
                travels ? (int) Math.max(1, Math.round(SMOOTHING_SECONDS / recording.secondsPerStep())) : raw.length;
        Pose start = recording.poses().getFirst();
        double most = Math.max(0.05 * radius, 1e-6);
        flat = IntStream.of(moving).allMatch(geom -> Math.abs(start.positions()[3 * geom + 2] - raw[0][2]) < most);
        centres = IntStream.range(0, raw.length)
                .mapToObj(t ->
                        mean(List.of(raw).subList(Math.max(0, t - window), Math.min(raw.length, t + window + 1))))
                .toArray(double[][]::new);
    }

    /** The geoms to follow: the moving solids, or all solids if none moves. */
    private static int[] subject(List<Geom> geoms) {
        int[] solids = IntStream.range(0, geoms.size())
                .filter(i -> geoms.get(i).shape() != GeomShape.PLANE)
                .toArray();
        int[] moving = IntStream.of(solids).filter(i -> !geoms.get(i).fixed()).toArray();
        return moving.length > 0 ? moving : solids;
    }

    /** The point to look at after so many steps, {@code [3]}, metres. */
    double[] focus(int step) {
        return centres[step];
    }

    /** Angle of the camera above the horizon, radians; a flat body is seen from higher up. */
    double elevation() {
        return flat ? 0.9 : 0.24;
    }

    /** Approximate maximum distance of moving parts from the focus, metres. */
    double radius() {
        return radius;
    }

    /** Side of a floor tile for this body: a power of 2, metres. */
    double tile() {
        return Math.pow(2, Math.rint(Math.log(radius / 2) / Math.log(2)));
    }

    private static double reach(Geom geom, Pose pose, int index, double[] centre) {
        double extent = geom.size().stream().mapToDouble(Double::doubleValue).sum();
        double square = 0;
        for (int axis = 0; axis < 3; axis++) {
            double away = pose.positions()[3 * index + axis] - centre[axis];
            square += away * away;
        }
        return Math.sqrt(square) + extent;
    }

    private static double[] mean(double[] positions, int[] geoms) {
        return mean(IntStream.of(geoms)
                .mapToObj(i -> new double[] {positions[3 * i], positions[3 * i + 1], positions[3 * i + 2]})
                .toList());
    }

    private static double[] mean(List<double[]> points) {
        double[] mean = new double[3];
        for (double[] point : points) {
            for (int axis = 0; axis < 3; axis++) {
                mean[axis] += point[axis] / points.size();
            }
        }
        return mean;
    }

    private static double spread(double[][] points, int axis) {
        var statistics = Arrays.stream(points).mapToDouble(point -> point[axis]).summaryStatistics();
        return statistics.getMax() - statistics.getMin();
    }
}
