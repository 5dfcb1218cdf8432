package dev.espalier.cli.report.runs;

import dev.espalier.cli.text.RootLocale;
import java.util.ArrayList;
import java.util.List;

/**
 * A quantity against environment steps, such as the evaluations of one run.
 *
 * @param points at least one, with strictly increasing steps
 */
public record Curve(List<Point> points) {

    /**
     * One value.
     *
     * @param step environment steps so far
     * @param value for an evaluation, its mean return
     * @param lostEpisodes episodes of the evaluation that the simulator aborted
     */
    public record Point(long step, double value, int lostEpisodes) {

        /** A value without lost episodes. */
        public Point(long step, double value) {
            this(step, value, 0);
        }
    }

    public Curve {
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("a curve has at least one point");
        }
        for (int i = 1; i < points.size(); i++) {
            if (points.get(i).step() <= points.get(i - 1).step()) {
                throw new IllegalArgumentException(RootLocale.format(
                        "step %d does not come after step %d",
                        points.get(i).step(), points.get(i - 1).step()));
            }
        }
    }

    public Point last() {
        return points.getLast();
    }

    /** The points after 80 % of the last step, which scores are computed from: 2 of 10 evenly spaced points. */
    public Curve lastFifth() {
        long end = last().step();
        // In whole numbers, as 0.8 is not exact in binary.
        return new Curve(
                points.stream().filter(point -> 5 * point.step() > 4 * end).toList());
    }

    /** The greatest value among those with the fewest lost episodes, as returns of lost episodes are incomplete. */
    public double best() {
        int fewest = fewestLost();
        return points.stream()
                .filter(point -> point.lostEpisodes() == fewest)
                .mapToDouble(Point::value)
                .max()
                .orElseThrow();
    }

    /** The fewest lost episodes of any evaluation. */
    public int fewestLost() {
        return points.stream().mapToInt(Point::lostEpisodes).min().orElseThrow();
    }

    /** The lost episodes of all evaluations. */
    public int lostEpisodes() {
        return points.stream().mapToInt(Point::lostEpisodes).sum();
    }

    public double mean() {
        return points.stream().mapToDouble(Point::value).average().orElseThrow();
    }

    /**
     * The moving mean over each point and those before it, so that no improvement shows too early.
     *
     * @param window number of points, at least 1; fewer are averaged at the start
     */
    public Curve movingMean(int window) {
        List<Point> smooth = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            var seen = new Curve(points.subList(Math.max(0, i + 1 - window), i + 1));
            smooth.add(new Point(points.get(i).step(), seen.mean()));
        }
        return new Curve(smooth);
    }
}
