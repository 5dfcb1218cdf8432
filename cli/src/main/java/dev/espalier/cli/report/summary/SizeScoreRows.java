package dev.espalier.cli.report.summary;

import dev.espalier.cli.report.runs.ReferencePoints;
import dev.espalier.cli.report.statistics.Interval;
import dev.espalier.cli.text.Thousands;

/** Scores against sizes in {@code summary.md}. */
final class SizeScoreRows {

    private SizeScoreRows() {}

    static String of(String env, SizeScores scores) {
        var text = new StringBuilder("""

                ![Score against deployed parameters on %s](%s.svg)

                | method | runs | seeds | deployed | mean of last 20 %% (IQM) | interval of 95 %% |
                |---|---|---|--:|--:|--:|
                """.formatted(Markdown.text(env), scores.picture()));
        scores.points().forEach(point -> text.append(row(point)));
        if (!scores.published().isEmpty()) {
            text.append("""

                    | published by others, of other lengths and versions | task | deployed | score | source |
                    |---|---|--:|--:|---|
                    """);
            scores.published().forEach(point -> text.append(row(point)));
        }
        if (!scores.leftOut().isEmpty()) {
            text.append("\nLeft out of this picture:\n\n");
            scores.leftOut()
                    .forEach(left -> text.append(
                            "- %s: %s\n".formatted(Markdown.text(left.name()), Markdown.text(left.reason()))));
        }
        return text.toString();
    }

    private static String row(SizeScores.Point point) {
        Interval interval = point.score().interval();
        return SummaryTable.row(
                point.method(),
                point.label(),
                SummaryTable.joined(point.seeds()),
                Thousands.of(Math.round(point.deployed())),
                SummaryTable.number(point.score().interquartileMean()),
                interval == null
                        ? ""
                        : SummaryTable.number(interval.low()) + " to " + SummaryTable.number(interval.high()));
    }

    private static String row(ReferencePoints.Point point) {
        return SummaryTable.row(
                point.label(),
                point.task(),
                Thousands.of(point.deployed()),
                SummaryTable.number(point.score()),
                point.source());
    }
}
