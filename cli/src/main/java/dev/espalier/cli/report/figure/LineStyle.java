package dev.espalier.cli.report.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How a line looks. Within a report a name always has the same look: our curves differ in colour and, where
 * there are more curves than colours, in their dashes; those of others are grey, thinner, and differ in their dashes.
 */
record LineStyle(Color color, BasicStroke stroke) {

    private static final float OURS = 2.4f;
    private static final float THEIRS = 1.7f;
    private static final Color GREY = new Color(0x555555);

    /**
     * Hands out the styles of our curves, in the order in which their labels first appear: all colours in whole lines,
     * then all of them in each further pattern of dashes.
     *
     * @param labels of all curves of a report; a label may come more than once
     */
    static Map<String, LineStyle> ours(Stream<String> labels) {
        return inOrder(
                labels,
                i -> new LineStyle(
                        Palette.DISTINCT.get(i % Palette.DISTINCT.size()), pattern(i / Palette.DISTINCT.size(), OURS)));
    }

    /**
     * Hands out the styles of curves of others, none of them a whole line.
     *
     * @param names of all of them in a report; a name may come more than once
     */
    static Map<String, LineStyle> others(Stream<String> names) {
        return inOrder(names, i -> new LineStyle(GREY, pattern(1 + i, THEIRS)));
    }

    private static Map<String, LineStyle> inOrder(Stream<String> labels, IntFunction<LineStyle> style) {
        List<String> distinct = labels.distinct().toList();
        return IntStream.range(0, distinct.size())
                .boxed()
                .collect(Collectors.toUnmodifiableMap(distinct::get, style::apply));
    }

    /** Strokes without end: whole, dashes, dots, then a dash with ever more dots. */
    private static BasicStroke pattern(int round, float width) {
        if (round == 0) {
            return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
        }
        float[] lengths = {8, 5};
        if (round > 1) {
            lengths = new float[round == 2 ? 2 : 2 * (round - 1)];
            for (int i = 0; i < lengths.length; i += 2) {
                lengths[i] = 2;
                lengths[i + 1] = 4;
            }
            lengths[0] = round == 2 ? 2 : 11;
        }
        return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, lengths, 0f);
    }

    /** A thinner line of the same dashes. */
    BasicStroke thin() {
        return new BasicStroke(
                1f, stroke.getEndCap(), stroke.getLineJoin(), 10f, stroke.getDashArray(), stroke.getDashPhase());
    }
}
