package dev.espalier.cli.report.figure;

import dev.espalier.cli.report.runs.Curve;
import dev.espalier.cli.report.runs.Curve.Point;
import dev.espalier.cli.report.runs.RecordedRun;
import dev.espalier.cli.report.runs.ReferenceCurve;
import dev.espalier.cli.report.runs.SeedGroup;
import dev.espalier.cli.report.runs.TaskResults;
import dev.espalier.cli.report.statistics.Estimate;
import dev.espalier.cli.report.statistics.Interval;
import dev.espalier.cli.text.RootLocale;
import dev.espalier.cli.text.Thousands;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.SeriesRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.Range;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/**
 * The learning curves of one task: evaluation return against environment steps. A group of seeds is a line at their
 * interquartile mean in a band of its {@link Estimate#interval}; few seeds get thin lines. Published curves are grey,
 * dashed.
 */
public final class CurveChart {

    /** More thin lines would hide the band. */
    private static final int MAX_SEEDS_AS_LINES = 3;

    /** Space after the last step, so that lines are not cut off. */
    private static final double END_MARGIN = 1.008;

    /** Maximum letters in a line of the legend. */
    private static final int LEGEND_LETTERS = 100;

    private static final int MOST_DECIMALS = 9;

    private static final float BAND_ALPHA = 0.18f;
    private static final int SEED_ALPHA = 120;

    private final TaskResults task;
    private final int window;
    private final Map<String, LineStyle> ours;
    private final Map<String, LineStyle> others;

    private CurveChart(TaskResults task, int window, Map<String, LineStyle> ours, Map<String, LineStyle> others) {
        this.task = task;
        this.window = window;
        this.ours = ours;
        this.others = others;
    }

    /**
     * Draws one chart per task; a preset has the same style in all.
     *
     * @param window window of the moving mean, in evaluations; 1 for none
     * @return by task id, in the order of the tasks
     */
    public static SequencedMap<String, Drawing> of(List<TaskResults> tasks, int window) {
        Map<String, LineStyle> ours = LineStyle.ours(
                tasks.stream().flatMap(task -> task.groups().stream()).map(SeedGroup::label));
        Map<String, LineStyle> others = LineStyle.others(
                tasks.stream().flatMap(task -> task.references().stream()).map(ReferenceCurve::name));
        SequencedMap<String, Drawing> charts = new LinkedHashMap<>();
        for (TaskResults task : tasks) {
            var chart = new CurveChart(task, window, ours, others);
            charts.put(task.env(), ChartDrawing.of(chart.chart(), CurveWords.of(task, window)));
        }
        return charts;
    }

    private JFreeChart chart() {
        var chart = new JFreeChart(task.name(), Fonts.bold(19), plot(), false);
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(new RectangleInsets(14, 14, 12, 22));
        chart.getRenderingHints().put(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        TextTitle title = chart.getTitle();
        title.setPaint(Canvas.TEXT);
        title.setHorizontalAlignment(HorizontalAlignment.LEFT);
        title.setPadding(RectangleInsets.ZERO_INSETS);
        var explanation = new TextTitle(explanation(), Fonts.plain(12));
        explanation.setPaint(Canvas.FAINT_TEXT);
        explanation.setHorizontalAlignment(HorizontalAlignment.LEFT);
        explanation.setTextAlignment(HorizontalAlignment.LEFT);
        explanation.setPadding(3, 0, 5, 0);
        chart.addSubtitle(explanation);
        chart.addSubtitle(legend());
        return chart;
    }

    private String explanation() {
        List<String> parts = new ArrayList<>();
        if (task.groups().stream().anyMatch(group -> group.runs().size() > 1)) {
            parts.add("line: interquartile mean over seeds");
            parts.add("band: its interval of 95 %");
        }
        if (task.groups().stream().anyMatch(CurveChart::showsSeeds)) {
            parts.add("thin: each seed");
        }
        if (window > 1) {
            parts.add(RootLocale.format("smoothed over %d evaluations", window));
        }
        if (!task.references().isEmpty()) {
            parts.add("grey, broken: published");
        }
        return parts.isEmpty() ? "line: one run" : String.join("  ·  ", parts);
    }

    private XYPlot plot() {
        var steps = new NumberAxis("Environment steps");
        steps.setRange(0, END_MARGIN * task.lastStep());
        steps.setNumberFormatOverride(shortNumbers());
        var returns = new NumberAxis("Evaluation return");
        returns.setAutoRangeIncludesZero(false);
        returns.setNumberFormatOverride(Thousands.format(MOST_DECIMALS));
        returns.setAxisLineVisible(false);
        // Larger insets make JFreeChart draw fewer grid lines.
        returns.setTickLabelInsets(new RectangleInsets(12, 4, 12, 6));
        steps.setTickLabelInsets(new RectangleInsets(4, 16, 2, 16));
        returns.setTickMarksVisible(false);
        for (NumberAxis axis : List.of(steps, returns)) {
            axis.setLabelFont(Fonts.plain(13));
            axis.setLabelPaint(Canvas.TEXT);
            axis.setTickLabelFont(Fonts.plain(12));
            axis.setTickLabelPaint(Canvas.FAINT_TEXT);
            axis.setTickMarkPaint(Canvas.FAINT_TEXT);
            axis.setAxisLinePaint(Canvas.FAINT_TEXT);
        }
        var plot = new XYPlot(null, steps, returns, null);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(Canvas.GRID);
        plot.setRangeGridlineStroke(line(1f));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
        plot.setSeriesRenderingOrder(SeriesRenderingOrder.FORWARD);
        addReferences(plot);
        addSeeds(plot);
        addAverages(plot);
        // Ticks between almost equal returns would have long or equal labels, and JFreeChart may search for them
        // forever.
        Range range = plot.getDataRange(returns);
        double largest = range == null ? 0 : Math.max(Math.abs(range.getLowerBound()), Math.abs(range.getUpperBound()));
        returns.setAutoRangeMinimumSize(Scale.leastLength(largest));
        return plot;
    }

    private void addReferences(XYPlot plot) {
        var dataset = new XYSeriesCollection();
        var renderer = lines();
        for (ReferenceCurve reference : task.references()) {
            style(renderer, dataset.getSeriesCount(), look(others, reference.name()));
            dataset.addSeries(series(dataset.getSeriesCount(), reference.curve()));
        }
        plot.setDataset(0, dataset);
        plot.setRenderer(0, renderer);
    }

    private void addSeeds(XYPlot plot) {
        var dataset = new XYSeriesCollection();
        var renderer = lines();
        for (SeedGroup group : task.groups()) {
            if (showsSeeds(group)) {
                LineStyle style = look(ours, group.label());
                Color color = style.color();
                var faint = new Color(color.getRed(), color.getGreen(), color.getBlue(), SEED_ALPHA);
                for (RecordedRun run : group.runs()) {
                    style(renderer, dataset.getSeriesCount(), new LineStyle(faint, style.thin()));
                    dataset.addSeries(
                            series(dataset.getSeriesCount(), run.evaluations().movingMean(window)));
                }
            }
        }
        plot.setDataset(1, dataset);
        plot.setRenderer(1, renderer);
    }

    private static boolean showsSeeds(SeedGroup group) {
        int seeds = group.runs().size();
        return seeds > 1 && seeds <= MAX_SEEDS_AS_LINES;
    }

    private void addAverages(XYPlot plot) {
        var dataset = new YIntervalSeriesCollection();
        var renderer = new DeviationRenderer(true, false);
        renderer.setAlpha(BAND_ALPHA);
        for (SeedGroup group : task.groups()) {
            LineStyle style = look(ours, group.label());
            var evaluations = group.evaluations(window);
            style(renderer, dataset.getSeriesCount(), style);
            renderer.setSeriesFillPaint(dataset.getSeriesCount(), style.color());
            // A single evaluation has no line, so it is drawn as a dot.
            renderer.setSeriesShapesVisible(dataset.getSeriesCount(), evaluations.size() == 1);
            renderer.setSeriesShape(dataset.getSeriesCount(), new Ellipse2D.Double(-3, -3, 6, 6));
            var series = new YIntervalSeries(group.label());
            evaluations.forEach((step, seeds) -> {
                Estimate estimate = Estimate.of(seeds);
                Interval band = estimate.range();
                series.add(step, estimate.interquartileMean(), band.low(), band.high());
            });
            dataset.addSeries(series);
        }
        plot.setDataset(2, dataset);
        plot.setRenderer(2, renderer);
    }

    private static XYLineAndShapeRenderer lines() {
        var renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true);
        return renderer;
    }

    private static void style(XYLineAndShapeRenderer renderer, int series, LineStyle style) {
        renderer.setSeriesPaint(series, style.color());
        renderer.setSeriesStroke(series, style.stroke());
    }

    private static LineStyle look(Map<String, LineStyle> styles, String name) {
        return Objects.requireNonNull(styles.get(name), name);
    }

    private static XYSeries series(int key, Curve curve) {
        var series = new XYSeries(key);
        for (Point point : curve.points()) {
            series.add((double) point.step(), point.value());
        }
        return series;
    }

    private LegendTitle legend() {
        var items = new LegendItemCollection();
        for (SeedGroup group : task.groups()) {
            int seeds = group.runs().size();
            items.add(item(
                    RootLocale.format("%s, %d %s", group.label(), seeds, seeds == 1 ? "seed" : "seeds"),
                    look(ours, group.label())));
        }
        for (ReferenceCurve reference : task.references()) {
            items.add(item(reference.name(), look(others, reference.name())));
        }
        var legend = new LegendTitle(() -> items);
        legend.setPosition(RectangleEdge.TOP);
        legend.setHorizontalAlignment(HorizontalAlignment.LEFT);
        legend.setItemFont(Fonts.plain(13));
        legend.setItemPaint(Canvas.TEXT);
        legend.setItemLabelPadding(new RectangleInsets(2, 6, 2, 14));
        legend.setFrame(BlockBorder.NONE);
        legend.setPadding(0, 0, 8, 0);
        return legend;
    }

    private static LegendItem item(String label, LineStyle style) {
        var sample = new Line2D.Double(-12, 0, 12, 0);
        String lines = String.join("\n", Canvas.wrapped(label, LEGEND_LETTERS));
        return new LegendItem(lines, null, null, null, sample, style.stroke(), style.color());
    }

    private static BasicStroke line(float width) {
        return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    /** Short numbers: 20K, 1.5M. */
    private static NumberFormat shortNumbers() {
        NumberFormat format = NumberFormat.getCompactNumberInstance(Locale.US, NumberFormat.Style.SHORT);
        format.setMaximumFractionDigits(2);
        return format;
    }
}
