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
    /** Each at least 3 : 1 on white. */
    static final List<Color> GREYS = List.of(new Color(0x333333), new Color(0x8A8A8A), new Color(0x5E5E5E));

    /** Patterns of dashes that the short sample of a legend tells apart: dashes, dots, a dash and a dot. */
    private static final int PATTERNS = 3;

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
        return inOrder(
                names,
                i -> new LineStyle(
                        GREYS.get(i / PATTERNS % GREYS.size()),
                        pattern(1 + i % PATTERNS + i / (PATTERNS * GREYS.size()) * PATTERNS, THEIRS)));
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
