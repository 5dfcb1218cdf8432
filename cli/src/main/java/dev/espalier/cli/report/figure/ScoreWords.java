package dev.espalier.cli.report.figure;

import dev.espalier.cli.report.runs.ReferencePoints;
import dev.espalier.cli.report.runs.ScoresBySize;
import dev.espalier.cli.report.runs.ScoresBySize.Method;
import dev.espalier.cli.report.statistics.Estimate;
import dev.espalier.cli.text.Thousands;
import java.util.List;
import java.util.stream.Collectors;

/** The alternative text of scores against sizes: every point, and the runs that were left out. */
final class ScoreWords {

    private ScoreWords() {}

    static String of(ScoresBySize scores, List<ReferencePoints.Point> published) {
        var words = new StringBuilder(
                "Score, the mean of the evaluations in the last fifth of a run's steps, against deployed parameters.");
        scores.methods().forEach(method -> words.append(' ').append(sentence(method)));
        if (!published.isEmpty()) {
            words.append(published.stream()
                    .map(point -> "%s has %s parameters and scores %s"
                            .formatted(point.label(), Thousands.of(point.deployed()), Thousands.of(point.score(), 0)))
                    .collect(Collectors.joining(
                            "; ",
                            " Published by others, of other lengths of training and versions of the task: ",
                            ".")));
        }
        if (!scores.leftOut().isEmpty()) {
            words.append(scores.leftOut().stream()
                    .map(left -> left.run().name() + " (" + left.reason() + ")")
                    .collect(Collectors.joining(", ", " Left out: ", ".")));
        }
        return words.toString();
    }

    private static String sentence(Method method) {
        return method.points().stream()
                .map(point -> "%s parameters score %s"
                        .formatted(Thousands.of(point.deployed(), 0), CurveWords.words(Estimate.of(point.scores()))))
                .collect(Collectors.joining(", ", method.name() + ": ", "."));
    }
}
