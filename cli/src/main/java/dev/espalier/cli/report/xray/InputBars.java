package dev.espalier.cli.report.xray;

import dev.espalier.cli.report.figure.Canvas;
import dev.espalier.cli.report.figure.Canvas.Align;
import dev.espalier.cli.report.figure.Drawing;
import dev.espalier.cli.report.figure.Palette;
import dev.espalier.cli.text.RootLocale;
import java.awt.Color;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How strongly the deployed policy depends on each entry of the observation; a cross marks unused entries. */
record InputBars(ReadInputs inputs) implements Drawing {

    private static final int LEFT = 30;
    private static final int BASE = 200;
    private static final int HIGHEST = 120;
    private static final int ROOM = 740;
    private static final Color UNREAD = new Color(0xB34700);

    @Override
    public int height() {
        return 246;
    }

    @Override
    public void draw(Canvas canvas) {
        canvas.heading(
                "Observation entries that are read",
                "bar: root of the summed squares of the weights that read the entry  ·  cross: not read any more");
        List<Double> weights = inputs.weights();
        double most = weights.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        double width = Math.min(44, (double) ROOM / weights.size());
        int every = Math.max(1, (int) Math.ceil(26 / width));
        for (int entry = 0; entry < weights.size(); entry++) {
            double x = LEFT + entry * width;
            double gap = Math.min(3, width / 5);
            if (weights.get(entry) > 0) {
                double high = HIGHEST * weights.get(entry) / most;
                canvas.box(x + gap, BASE - high, width - 2 * gap, high, Palette.LEFT);
            } else {
                double arm = Math.min(5, width / 2 - gap);
                double middle = x + width / 2;
                canvas.line(middle - arm, BASE - 9 - arm, middle + arm, BASE - 9 + arm, UNREAD);
                canvas.line(middle - arm, BASE - 9 + arm, middle + arm, BASE - 9 - arm, UNREAD);
            }
            if (entry % every == 0) {
                canvas.faint(Integer.toString(entry), x + width / 2, BASE + 16, Align.CENTER);
            }
        }
        canvas.line(LEFT, BASE, LEFT + weights.size() * width, BASE, Canvas.FAINT_TEXT);
        canvas.faint("entry of the observation, from 0", LEFT, BASE + 36, Align.LEFT);
        canvas.faint(RootLocale.format("highest bar: %.3g", most), LEFT + ROOM, BASE + 36, Align.RIGHT);
    }

    @Override
    public String words() {
        List<Double> weights = inputs.weights();
        String unread = IntStream.range(0, weights.size())
                .filter(entry -> weights.get(entry) == 0)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", "));
        return RootLocale.format(
                "%d of %d entries of the observation are still read. Not read: %s.",
                inputs.read(), weights.size(), unread.isEmpty() ? "none" : unread);
    }
}
