package dev.espalier.cli.report.page;

import dev.espalier.cli.report.figure.Figure;
import dev.espalier.cli.report.html.Element;
import dev.espalier.cli.report.html.Node;
import dev.espalier.cli.report.runs.ReferencePoints;
import dev.espalier.cli.report.statistics.Interval;
import dev.espalier.cli.report.summary.SizeScores;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Score against deployed parameters: the figure, its numbers, and the runs that were left out. */
final class SizeScoreNodes {

    private static final String EXPLANATION = "A point is runs that differ in their seed alone, at their mean size; its"
            + " score is the interquartile mean over seeds of the mean of the evaluations in the last fifth of a run's steps,"
            + " and the bar its interval of 95 %, by the bootstrap. The points of a method are connected in order of size.";
    private static final String OF_OTHERS =
            " Hollow markers were published by others, after other lengths of training and"
                    + " on other versions of the task: they show what is known to be possible, and compare with nothing.";

    private SizeScoreNodes() {}

    /**
     * Creates the nodes.
     *
     * @param figure null if there are no points
     */
    static List<Node> of(String env, SizeScores scores, @Nullable Figure figure) {
        List<Node> nodes = new ArrayList<>();
        if (figure == null) {
            nodes.add(Element.of("p", "Not drawn: no run of this task is at its end and of known size."));
        } else {
            nodes.add(FigureNode.of(figure, EXPLANATION + (scores.published().isEmpty() ? "" : OF_OTHERS)));
            nodes.add(table(env, scores));
        }
        if (!scores.leftOut().isEmpty()) {
            nodes.add(Element.of("p", "Left out of this figure:"));
            nodes.add(Table.list(scores.leftOut().stream()
                    .map(left -> left.name() + ": " + left.reason())
                    .toList()));
        }
        return nodes;
    }

    private static Node table(String env, SizeScores scores) {
        var table = new Table("Scores on " + env + " by deployed parameters");
        table.columns("Method", "Runs", "Seeds", "Deployed parameters", "Mean of last 20 % (IQM)", "95 % interval");
        for (SizeScores.Point point : scores.points()) {
            Interval interval = point.score().interval();
            table.row(
                    point.method(),
                    List.of(
                            Table.cell(point.label()),
                            Table.number(
                                    point.seeds().stream().map(String::valueOf).collect(Collectors.joining(", "))),
                            Table.number(Numbers.whole(Math.round(point.deployed()))),
                            Table.number(Numbers.score(point.score().interquartileMean())),
                            Table.number(interval == null ? "one seed" : Numbers.interval(interval))));
        }
        for (ReferencePoints.Point point : scores.published()) {
            table.row(
                    point.label(),
                    List.of(
                            Table.cell("published for %s: %s".formatted(point.task(), point.source())),
                            Table.theirs(Numbers.NONE),
                            Table.theirs(Numbers.whole(point.deployed())),
                            Table.theirs(Numbers.score(point.score())),
                            Table.theirs(Numbers.NONE)));
        }
        return table.element();
    }
}
