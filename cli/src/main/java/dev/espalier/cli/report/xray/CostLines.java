package dev.espalier.cli.report.xray;

import dev.espalier.cli.report.figure.Canvas;
import dev.espalier.cli.report.figure.Drawing;
import dev.espalier.cli.report.figure.Palette;
import dev.espalier.cli.report.xray.CostHistory.Part;
import dev.espalier.cli.report.xray.LinePanel.Line;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Expected and actual cost over time, with a panel for each objective.
 *
 * @param history at least one value in each part
 */
record CostLines(CostHistory history) implements Drawing {

    private static final int COLUMNS = 3;
    private static final int LEFT = 52;
    private static final int TOP = 92;
    private static final int PANEL_WIDTH = 192;
    private static final int PANEL_HEIGHT = 110;
    private static final int ACROSS = 254;
    private static final int DOWN = 168;

    @Override
    public int height() {
        return TOP + DOWN * Math.ceilDiv(history.parts().size(), COLUMNS) - 8;
    }

    @Override
    public void draw(Canvas canvas) {
        boolean expected =
                history.parts().stream().anyMatch(part -> !part.expected().isEmpty());
        canvas.heading(
                "Complexity cost along the run",
                expected
                        ? "whole line: of the units that exist  ·  dashed: expected, each unit counted with its theta"
                                + (history.rounded() ? ", until gates were rounded" : "")
                        : "of the units that exist; theta was not recorded, so the expected cost is not known");
        int place = 0;
        for (Part part : history.parts()) {
            int x = LEFT + ACROSS * (place % COLUMNS);
            panel(part).draw(canvas, x, TOP + DOWN * (place / COLUMNS), PANEL_WIDTH, PANEL_HEIGHT);
            place++;
        }
    }

    private static LinePanel panel(Part part) {
        return new LinePanel(
                part.name(),
                List.of(
                        new Line(part.actual(), Palette.LEFT, LinePanel.WHOLE),
                        new Line(part.expected(), LinePanel.COMPARED, LinePanel.DASHED)));
    }

    @Override
    public String words() {
        return history.parts().stream()
                .map(part -> part.name() + ": " + StepValue.ends("actual", part.actual())
                        + StepValue.ends(", expected", part.expected()))
                .collect(Collectors.joining("; ", "Complexity cost, first and last value. ", "."));
    }
}
