package dev.espalier.cli.report.figure;

import dev.espalier.cli.report.figure.Canvas.Align;
import dev.espalier.cli.report.runs.ReferencePoints;
import dev.espalier.cli.report.runs.ScoresBySize;
import dev.espalier.cli.report.runs.ScoresBySize.Method;
import dev.espalier.cli.report.runs.ScoresBySize.Point;
import dev.espalier.cli.report.runs.TaskResults;
import dev.espalier.cli.report.statistics.Estimate;
import dev.espalier.cli.report.statistics.Interval;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.DoubleStream;

/**
 * Score against deployed parameters. A point is a group of runs that differ only in their seed: its mean size, the
 * interquartile mean of its scores, and a bar of its {@link Estimate#interval}. A line connects the points of a method
 * in order of size. Published agents are hollow markers.
 */
public final class ScoreChart implements Drawing {

    private static final int LEFT = 76;
    private static final int RIGHT = 776;
    private static final int TOP = 64;
    private static final int PLOT_HEIGHT = 330;
    private static final int CAP = 4;

    /** Margins beyond the outermost points: a share of the range of scores, and a factor on sizes. */
    private static final double SCORE_ROOM = 0.08;

    private static final double SIZE_ROOM = 1.35;
    private static final BasicStroke BAR = new BasicStroke(1.3f);

    private final ScoresBySize scores;
    private final List<ReferencePoints.Point> published;
    private final Map<String, LineStyle> styles;
    private final MarkerKey key;

    private ScoreChart(ScoresBySize scores, List<ReferencePoints.Point> published, Map<String, LineStyle> styles) {
        this.scores = scores;
        this.published = published;
        this.styles = styles;
        List<MarkerKey.Item> items = new ArrayList<>();
        scores.methods().forEach(method -> items.add(new MarkerKey.Item(method.name(), styles.get(method.name()))));
        if (!published.isEmpty()) {
            items.add(new MarkerKey.Item("published by others; of other lengths of training and versions", null));
        }
        this.key = new MarkerKey(items, RIGHT - LEFT);
    }

    /**
     * Draws one chart per task; a method has the same style in all.
     *
     * @return by task id, in the order of the tasks; without tasks that have no finished run of known size
     */
    public static SequencedMap<String, Drawing> of(List<TaskResults> tasks) {
        List<ScoresBySize> all = tasks.stream().map(ScoresBySize::of).toList();
        Map<String, LineStyle> styles = LineStyle.ours(
                all.stream().flatMap(scores -> scores.methods().stream()).map(Method::name));
        SequencedMap<String, Drawing> charts = new LinkedHashMap<>();
        for (int i = 0; i < tasks.size(); i++) {
            if (!all.get(i).methods().isEmpty()) {
                charts.put(
                        tasks.get(i).env(),
                        new ScoreChart(all.get(i), tasks.get(i).points(), styles));
            }
        }
        return charts;
    }

    @Override
    public int height() {
        return bottom() + 50;
    }

    private int top() {
        return TOP + key.height() + 14;
    }

    private int bottom() {
        return top() + PLOT_HEIGHT;
    }

    @Override
    public String words() {
        return ScoreWords.of(scores, published);
    }

    @Override
    public void draw(Canvas canvas) {
        canvas.heading(
                scores.task() + ": score against deployed parameters",
                "point: runs that differ in their seed alone, interquartile mean  ·  bar: its interval of 95 %"
                        + "  ·  line: a method, by size");
        key.draw(canvas, LEFT, TOP);
        Scale across = sizes();
        Scale upwards = heights();
        axes(canvas, across, upwards);
        new PublishedMarkers(canvas, across, upwards).draw(published);
        for (Method method : scores.methods()) {
            curve(canvas, method, across, upwards);
        }
    }

    private List<Point> points() {
        return scores.methods().stream()
                .flatMap(method -> method.points().stream())
                .toList();
    }

    private Scale sizes() {
        var range = DoubleStream.concat(
                        points().stream().mapToDouble(Point::deployed),
                        published.stream().mapToDouble(ReferencePoints.Point::deployed))
                .summaryStatistics();
        return Scale.logarithmic(range.getMin() / SIZE_ROOM, range.getMax() * SIZE_ROOM, LEFT, RIGHT);
    }

    private Scale heights() {
        var ours = points().stream()
                .map(point -> Estimate.of(point.scores()))
                .map(Estimate::range)
                .flatMapToDouble(range -> DoubleStream.of(range.low(), range.high()));
        var range = DoubleStream.concat(ours, published.stream().mapToDouble(ReferencePoints.Point::score))
                .summaryStatistics();
        double apart = range.getMax() - range.getMin();
        double room = apart > 0 ? SCORE_ROOM * apart : Math.max(1, SCORE_ROOM * Math.abs(range.getMax()));
        return Scale.linear(range.getMin() - room, range.getMax() + room, bottom(), top());
    }

    private void axes(Canvas canvas, Scale across, Scale upwards) {
        canvas.grid(across, upwards, Canvas.GRID);
        canvas.line(LEFT, bottom(), RIGHT, bottom(), Canvas.FAINT_TEXT);
        canvas.text("deployed parameters", (LEFT + RIGHT) / 2.0, bottom() + 39, Align.CENTER);
        canvas.upwards("mean return, evaluations of the last 20 %", 18, (top() + bottom()) / 2.0);
    }

    private void curve(Canvas canvas, Method method, Scale across, Scale upwards) {
        LineStyle style = Objects.requireNonNull(styles.get(method.name()));
        Color color = style.color();
        var line = new Path2D.Double();
        for (Point point : method.points()) {
            Estimate score = Estimate.of(point.scores());
            double x = Canvas.rounded(across.at(point.deployed()));
            double y = Canvas.rounded(upwards.at(score.interquartileMean()));
            if (line.getCurrentPoint() == null) {
                line.moveTo(x, y);
            } else {
                line.lineTo(x, y);
            }
            if (score.interval() != null) {
                bar(canvas, x, upwards, score.interval(), color);
            }
            canvas.fill(Marker.of(style).at(x, y), color);
        }
        if (method.points().size() > 1) {
            canvas.stroke(line, color, style.stroke());
        }
    }

    private static void bar(Canvas canvas, double x, Scale upwards, Interval interval, Color color) {
        double low = Canvas.rounded(upwards.at(interval.low()));
        double high = Canvas.rounded(upwards.at(interval.high()));
        var bar = new Path2D.Double();
        bar.moveTo(x, low);
        bar.lineTo(x, high);
        for (double end : new double[] {low, high}) {
            bar.moveTo(x - CAP, end);
            bar.lineTo(x + CAP, end);
        }
        canvas.stroke(bar, color, BAR);
    }
}
