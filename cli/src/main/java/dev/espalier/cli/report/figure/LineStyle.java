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
 * How a line looks. Within a report a name always has the same look: our curves differ in colour and, where
 * there are more curves than colours, in their dashes; those of others are grey and differ in their dashes.
 */
record LineStyle(Color color, BasicStroke stroke) {

    private static final BasicStroke SOLID = new BasicStroke(2.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final Color GREY = new Color(0x555555);

    private static final List<LineStyle> OTHERS = List.of(
            new LineStyle(GREY, dashed(7, 4)),
            new LineStyle(GREY, dashed(2, 3)),
            new LineStyle(GREY, dashed(9, 3, 2, 3)));

    private static BasicStroke dashed(float... lengths) {
        return new BasicStroke(1.7f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, lengths, 0f);
    }

    /**
     * Hands out the styles of our curves, in the order in which their labels first appear: all colours in whole lines,
     * then all of them in each further pattern of dashes.
     *
     * @param labels of all curves of a report; a label may come more than once
     */
    static Map<String, LineStyle> ours(Stream<String> labels) {
        List<String> distinct = labels.distinct().toList();
        return IntStream.range(0, distinct.size())
                .boxed()
                .collect(Collectors.toUnmodifiableMap(
                        distinct::get,
                        i -> new LineStyle(
                                Palette.DISTINCT.get(i % Palette.DISTINCT.size()),
                                pattern(i / Palette.DISTINCT.size()))));
    }

    /** The strokes of our curves, without end: whole, dashes, dots, then a dash with ever more dots. */
    private static BasicStroke pattern(int round) {
        if (round == 0) {
            return SOLID;
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
        return new BasicStroke(SOLID.getLineWidth(), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, lengths, 0f);
    }

    /**
     * Hands out the styles of curves of others.
     *
     * @param names of all of them in a report; a name may come more than once
     * @throws ReportException if there are more names than styles
     */
    static Map<String, LineStyle> others(Stream<String> names) {
        List<String> distinct = names.distinct().toList();
        if (distinct.size() > OTHERS.size()) {
            throw new ReportException(
                    "%d different dashed curves cannot be told apart; give --reference less often (at most %d). Found: %s"
                            .formatted(distinct.size(), OTHERS.size(), String.join("; ", distinct)));
        }
        return IntStream.range(0, distinct.size())
                .boxed()
                .collect(Collectors.toUnmodifiableMap(distinct::get, OTHERS::get));
    }

    /** A thinner line of the same dashes. */
    BasicStroke thin() {
        return new BasicStroke(
                1f, stroke.getEndCap(), stroke.getLineJoin(), 10f, stroke.getDashArray(), stroke.getDashPhase());
    }
}
