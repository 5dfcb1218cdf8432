package dev.espalier.cli.replay;

import dev.espalier.env.Scene.Pose;
import dev.espalier.mujoco.Geom;
import dev.espalier.mujoco.GeomShape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a camera has to know of a recording: where the body is at each moment, smoothed so that the camera is calm, and how large
 * it is. A body that stays about where it is has one place for the whole recording.
 */
final class Framing {

    private static final double SMOOTHING_SECONDS = 0.4;

    /** Of what has nothing that could be looked at, metres. */
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

    /** What the camera is for: the solids that move, or if there are none all solids. */
    private static int[] subject(List<Geom> geoms) {
        int[] solids = IntStream.range(0, geoms.size())
                .filter(i -> geoms.get(i).shape() != GeomShape.PLANE)
                .toArray();
        int[] moving = IntStream.of(solids).filter(i -> !geoms.get(i).fixed()).toArray();
        return moving.length > 0 ? moving : solids;
    }

    /** What to look at after so many steps, {@code [3]}, metres. */
    double[] focus(int step) {
        return centres[step];
    }

    /** From how high to look, radians above the horizon: a body that lies flat is seen best from above. */
    double elevation() {
        return flat ? 0.9 : 0.24;
    }

    /** How far anything that moves comes from the focus at most, metres, about. */
    double radius() {
        return radius;
    }

    /** Side of a tile of the floor that fits the body: a power of 2, metres. */
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
