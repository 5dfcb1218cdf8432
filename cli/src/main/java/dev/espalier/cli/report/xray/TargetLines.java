package dev.espalier.cli.report.xray;

import dev.espalier.cli.report.figure.Canvas;
import dev.espalier.cli.report.figure.Drawing;
import dev.espalier.cli.report.figure.Palette;
import dev.espalier.cli.report.xray.LinePanel.Line;
import dev.espalier.cli.report.xray.TargetHistory.Part;
import dev.espalier.cli.text.RootLocale;
import dev.espalier.cli.text.Thousands;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Actual and wanted sizes over time, with a row for each target, and the pressure beside it.
 *
 * @param history at least one part
 */
record TargetLines(TargetHistory history) implements Drawing {

    private static final int LEFT = 56;
    private static final int TOP = 92;
    private static final int PANEL_WIDTH = 310;
    private static final int PANEL_HEIGHT = 180;
    private static final int ACROSS = 402;
    private static final int DOWN = 238;

    @Override
    public int height() {
        return TOP + DOWN * history.parts().size() - 26;
    }

    @Override
    public void draw(Canvas canvas) {
        canvas.heading(
                "Size on the way to the target",
                "whole line: parameters of the networks  ·  dotted: wanted by then  ·  dashed: the target");
        int y = TOP;
        for (Part part : history.parts()) {
            sizes(part).draw(canvas, LEFT, y, PANEL_WIDTH, PANEL_HEIGHT);
            if (!part.pressure().isEmpty()) {
                pressure(part).draw(canvas, LEFT + ACROSS, y, PANEL_WIDTH, PANEL_HEIGHT);
            }
            y += DOWN;
        }
    }

    private static LinePanel sizes(Part part) {
        long end =
                Math.max(part.wanted().getLast().step(), part.actual().getLast().step());
        List<StepValue> target = List.of(new StepValue(0, part.target()), new StepValue(end, part.target()));
        return new LinePanel(
                "parameters " + part.name(),
                List.of(
                        new Line(target, Canvas.FAINT_TEXT, LinePanel.DASHED),
                        new Line(part.actual(), Palette.LEFT, LinePanel.WHOLE),
                        new Line(part.wanted(), LinePanel.COMPARED, LinePanel.DOTTED)));
    }

    private static LinePanel pressure(Part part) {
        return new LinePanel(
                "pressure on what is " + part.name(),
                List.of(new Line(part.pressure(), Palette.LEFT, LinePanel.WHOLE)));
    }

    @Override
    public String words() {
        return history.parts().stream()
                .map(TargetLines::words)
                .collect(Collectors.joining("; ", "Parameters, first and last value. ", "."));
    }

    private static String words(Part part) {
        String sizes = part.name() + ": target " + Thousands.of(part.target(), 0)
                + StepValue.ends(", wanted", part.wanted())
                + StepValue.ends(", actual", part.actual());
        return part.pressure().isEmpty()
                ? sizes
                : sizes + StepValue.ends(", pressure", part.pressure(), value -> RootLocale.format("%.3g", value));
    }
}
