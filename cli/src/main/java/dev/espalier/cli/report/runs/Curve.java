package dev.espalier.cli.report.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A quantity against environment steps, such as the evaluations of one run.
 *
 * @param points at least one, steps strictly increasing
 */
public record Curve(List<Point> points) {

    /**
     * One value.
     *
     * @param step environment steps taken so far
     * @param value for an evaluation, the mean return of its episodes
     * @param lostEpisodes episodes of that evaluation that the simulator gave up
     */
    public record Point(long step, double value, int lostEpisodes) {

        /** A value that lost nothing. */
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
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "step %d does not come after step %d",
                        points.get(i).step(),
                        points.get(i - 1).step()));
            }
        }
    }

    public Point last() {
        return points.getLast();
    }

    /** The part that reports score: later than 80 % of the last step. Of 10 evenly spaced points these are 2. */
    public Curve lastFifth() {
        long end = last().step();
        // In whole numbers, as 0.8 has no exact binary form.
        return new Curve(
                points.stream().filter(point -> 5 * point.step() > 4 * end).toList());
    }

    /** The greatest value among those that lost the fewest episodes: what a lost one had brought is no return. */
    public double best() {
        int fewest = fewestLost();
        return points.stream()
                .filter(point -> point.lostEpisodes() == fewest)
                .mapToDouble(Point::value)
                .max()
                .orElseThrow();
    }

    /** Episodes that the simulator gave up, of the evaluation that lost the fewest. */
    public int fewestLost() {
        return points.stream().mapToInt(Point::lostEpisodes).min().orElseThrow();
    }

    /** Episodes that the simulator gave up, of all evaluations. */
    public int lostEpisodes() {
        return points.stream().mapToInt(Point::lostEpisodes).sum();
    }

    public double mean() {
        return points.stream().mapToDouble(Point::value).average().orElseThrow();
    }

    /**
     * Each point as the mean of itself and the points before it, {@code window} in all, fewer at the start. The window
     * looks back only, so no point shows a gain before it was made.
     *
     * @param window at least 1, which changes nothing
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
