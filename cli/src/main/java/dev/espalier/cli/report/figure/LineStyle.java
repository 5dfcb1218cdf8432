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
 * The style of a line; within a report a name has one style. Our curves differ in colour, and in dashes if there are
 * more curves than colours. Published curves are grey, thinner and dashed.
 */
record LineStyle(Color color, BasicStroke stroke) {

    private static final float OURS = 2.4f;
    private static final float THEIRS = 1.7f;
    /** Each has a contrast of at least 3 : 1 on white. */
    static final List<Color> GREYS = List.of(new Color(0x8A8A8A), new Color(0x5E5E5E), new Color(0x333333));

    /** Dash patterns that can be distinguished in a short legend sample: dashes, dots, a dash and a dot. */
    private static final int PATTERNS = 3;

    /**
     * The styles of our curves by label, in order of first occurrence: all colours solid, then with each dash pattern.
     *
     * @param labels labels of all curves of a report, possibly repeated
     */
    static Map<String, LineStyle> ours(Stream<String> labels) {
        return inOrder(
                labels,
                i -> new LineStyle(
                        Palette.DISTINCT.get(i % Palette.DISTINCT.size()), pattern(i / Palette.DISTINCT.size(), OURS)));
    }

    /**
     * The styles of published curves by name, all of them dashed.
     *
     * @param names names of all published curves of a report, possibly repeated
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

    /** Unlimited stroke patterns: solid, dashes, dots, then a dash with ever more dots. */
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

    /** A thinner line with the same dashes. */
    BasicStroke thin() {
        return new BasicStroke(
                1f, stroke.getEndCap(), stroke.getLineJoin(), 10f, stroke.getDashArray(), stroke.getDashPhase());
    }
}
