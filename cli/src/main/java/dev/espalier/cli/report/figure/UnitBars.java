package dev.espalier.cli.report.figure;

import dev.espalier.cli.report.figure.Canvas.Align;
import dev.espalier.cli.text.RootLocale;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Fig. 5 of the paper: units left in each layer of phi_o (first half) and of phi_oa (second half), as bars in front of
 * those of {@code ofe-big}, with the sum of each half.
 *
 * @param task name of the task, for the heading
 * @param full units of each layer of {@code ofe-big}
 * @param methods the pruned methods, from top to bottom
 */
public record UnitBars(String task, Halves full, List<Row> methods) implements Drawing {

    private static final int LEFT = 150;
    private static final int TOP = 78;
    private static final int ROW = 132;
    private static final int BARS = 80;
    private static final int BETWEEN = 34;
    private static final int LINE = 15;

    public record Halves(List<Double> phiO, List<Double> phiOa) {

        public Halves {
            phiO = List.copyOf(phiO);
            phiOa = List.copyOf(phiOa);
        }
    }

    /**
     * A pruned method.
     *
     * @param left units left, mean over seeds
     */
    public record Row(String label, Halves left) {}

    public UnitBars {
        methods = List.copyOf(methods);
    }

    @Override
    public int height() {
        return top(methods.size());
    }

    private int top(int row) {
        return TOP + methods.stream().limit(row).mapToInt(UnitBars::rowHeight).sum();
    }

    /** The normal height fits four lines of a label. */
    private static int rowHeight(Row row) {
        return ROW + LINE * Math.max(0, lines(row).size() - 4);
    }

    private static List<String> lines(Row row) {
        return Canvas.wrapped(row.label(), 20);
    }

    private double barWidth() {
        int layers = full.phiO().size() + full.phiOa().size();
        return (double) (width() - LEFT - BETWEEN - 20) / layers;
    }

    private double most() {
        return Math.max(
                1, full.phiO().stream().mapToDouble(Double::doubleValue).max().orElse(1));
    }

    @Override
    public void draw(Canvas canvas) {
        canvas.heading(
                task + ": units left in each layer of the extractors",
                "dark: left after pruning  ·  pale: in ofe-big, where pruning starts  ·  numbers: units left");
        double middle = LEFT + full.phiO().size() * barWidth() + BETWEEN;
        for (int i = 0; i < methods.size(); i++) {
            Row row = methods.get(i);
            int base = top(i) + 22 + BARS;
            List<String> lines = lines(row);
            for (int line = 0; line < lines.size(); line++) {
                canvas.text(
                        lines.get(line), 14, base - 44 + (double) LINE * line, Align.LEFT, Fonts.bold(12), Canvas.TEXT);
            }
            half(canvas, "phi_o", row.left().phiO(), full.phiO(), LEFT, base);
            half(canvas, "phi_oa", row.left().phiOa(), full.phiOa(), middle, base);
        }
    }

    private void half(Canvas canvas, String name, List<Double> left, List<Double> start, double x, int base) {
        double width = barWidth();
        for (int layer = 0; layer < start.size(); layer++) {
            double at = x + layer * width;
            double units = layer < left.size() ? left.get(layer) : 0;
            double pale = BARS * start.get(layer) / most();
            double dark = BARS * Math.min(units / most(), 1);
            canvas.box(at + 2, base - pale, width - 4, pale, Palette.GONE);
            canvas.box(at + 2, base - dark, width - 4, dark, Palette.LEFT);
            canvas.text(
                    number(units),
                    at + width / 2,
                    base - Math.max(dark, pale) - 4,
                    Align.CENTER,
                    Fonts.plain(11),
                    Canvas.TEXT);
        }
        canvas.line(x, base, x + start.size() * width, base, Canvas.FAINT_TEXT);
        canvas.faint(
                RootLocale.format(
                        "%s, %d layers: %s of %s units", name, start.size(), number(sum(left)), number(sum(start))),
                x + 2,
                base + 16.0,
                Align.LEFT);
    }

    @Override
    public String words() {
        return methods.stream()
                .map(row -> "%s: phi_o has %s units in its layers, %s in all, of %s; phi_oa has %s, %s in all, of %s."
                        .formatted(
                                row.label(),
                                list(row.left().phiO()),
                                number(sum(row.left().phiO())),
                                number(sum(full.phiO())),
                                list(row.left().phiOa()),
                                number(sum(row.left().phiOa())),
                                number(sum(full.phiOa()))))
                .collect(Collectors.joining(" ", "Units left in each layer. ", ""));
    }

    private static String list(List<Double> units) {
        return units.stream().map(UnitBars::number).collect(Collectors.joining(", "));
    }

    private static double sum(List<Double> units) {
        return units.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Without decimals if it is whole, else with one. */
    private static String number(double units) {
        return String.format(Locale.ROOT, units == Math.rint(units) ? "%.0f" : "%.1f", units);
    }
}
