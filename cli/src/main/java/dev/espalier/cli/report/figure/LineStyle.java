package dev.espalier.cli.report.figure;

import dev.espalier.cli.report.runs.ReportException;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How a line looks. Within a report a name always has the same look: our curves differ in colour, those of others are
 * grey and differ in their dashes. The colours are the palette by Okabe and Ito that people with any common colour
 * vision deficiency can tell apart (<i>Color Universal Design</i>, 2008), without its yellow, which hardly shows on
 * white.
 */
record LineStyle(Color color, BasicStroke stroke) {

    private static final BasicStroke SOLID = new BasicStroke(2.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final Color GREY = new Color(0x555555);

    private static final List<LineStyle> OURS = List.of(
            new LineStyle(new Color(0x0072B2), SOLID),
            new LineStyle(new Color(0xD55E00), SOLID),
            new LineStyle(new Color(0x009E73), SOLID),
            new LineStyle(new Color(0xCC79A7), SOLID),
            new LineStyle(new Color(0xE69F00), SOLID),
            new LineStyle(new Color(0x56B4E9), SOLID),
            new LineStyle(new Color(0x000000), SOLID));

    private static final List<LineStyle> OTHERS = List.of(
            new LineStyle(GREY, dashed(7, 4)),
            new LineStyle(GREY, dashed(2, 3)),
            new LineStyle(GREY, dashed(9, 3, 2, 3)));

    private static BasicStroke dashed(float... lengths) {
        return new BasicStroke(1.7f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, lengths, 0f);
    }

    /**
     * Hands out the styles of our curves.
     *
     * @param labels of all curves of a report; a label may come more than once
     * @throws ReportException if there are more labels than styles
     */
    static Map<String, LineStyle> ours(Stream<String> labels) {
        return assign(labels, OURS, "curves cannot be told apart; give runs of fewer presets");
    }

    /**
     * Hands out the styles of curves of others.
     *
     * @param names of all of them in a report; a name may come more than once
     * @throws ReportException if there are more names than styles
     */
    static Map<String, LineStyle> others(Stream<String> names) {
        return assign(names, OTHERS, "dashed curves cannot be told apart; give --reference less often");
    }

    private static Map<String, LineStyle> assign(Stream<String> labels, List<LineStyle> styles, String excess) {
        List<String> distinct = labels.distinct().toList();
        if (distinct.size() > styles.size()) {
            throw new ReportException("%d different %s (at most %d). Found: %s"
                    .formatted(distinct.size(), excess, styles.size(), String.join("; ", distinct)));
        }
        return IntStream.range(0, distinct.size())
                .boxed()
                .collect(Collectors.toUnmodifiableMap(distinct::get, styles::get));
    }
}
