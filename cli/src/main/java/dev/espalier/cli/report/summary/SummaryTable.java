package dev.espalier.cli.report.summary;

import dev.espalier.cli.report.runs.RecordedRun;
import dev.espalier.cli.report.runs.Spread;
import dev.espalier.cli.report.summary.Summary.Group;
import dev.espalier.cli.report.summary.Summary.Reference;
import dev.espalier.cli.report.summary.Summary.Run;
import dev.espalier.cli.report.summary.Summary.Scores;
import dev.espalier.cli.report.summary.Summary.Task;
import dev.espalier.cli.text.RootLocale;
import dev.espalier.cli.text.Thousands;
import dev.espalier.run.files.RelativeSize;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code summary.md}: the numbers as Markdown tables, with the figures. */
public final class SummaryTable {

    private SummaryTable() {}

    public static String markdown(Summary summary) {
        var text = new StringBuilder("# Learning curves\n");
        summary.tasks().forEach(task -> text.append(section(task)));
        return text + """

                Each number is a mean return of the deterministic policy over the episodes of one evaluation. *Best* and
                *mean* are over the evaluations in the last 20 % of the steps. A line of several seeds gives the mean over
                the seeds, then the lowest and the highest seed; the pictures show the interquartile mean and its interval. *Of ofe (IQM)* is the interquartile mean over the seeds of
                the best of the last 20 % over that of preset ofe of the same agent; empty unless all these runs have taken as many steps.
                *Deployed* and *trained* are parameters; *dR* and *tR* are these over those of preset ofe of the same agent.
                """;
    }

    private static String section(Task task) {
        var text = new StringBuilder("""

                ## %1$s

                ![Learning curves of %1$s](%2$s.svg)

                | run | seeds | steps | final | best of last 20 %% | mean of last 20 %% | of ofe (IQM) | deployed | trained | dR | tR | commit |
                |---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|
                """.formatted(Markdown.text(task.env()), task.picture()));
        task.curves().forEach(group -> text.append(rows(group)));
        String lossy = task.curves().stream()
                .flatMap(group -> group.runs().stream())
                .filter(run -> run.lostEpisodes() > 0)
                .map(run -> RootLocale.format("%s %d", run.name(), run.lostEpisodes()))
                .collect(Collectors.joining(", "));
        if (!lossy.isEmpty()) {
            text.append("\nEvaluation episodes that the simulator gave up; what they had brought until then counts: "
                    + lossy + ". An asterisk marks each number that such evaluations are part of.\n");
        }
        if (!task.references().isEmpty()) {
            text.append("""

                    | published by others | return | at step | source |
                    |---|--:|--:|---|
                    """);
            task.references().forEach(reference -> text.append(row(reference)));
        }
        if (!task.sizeScores().points().isEmpty()) {
            text.append(SizeScoreRows.of(task.env(), task.sizeScores()));
        }
        return text.toString();
    }

    private static String rows(Group group) {
        Scores<Spread> scores = group.scores();
        String whole = line(
                "**" + Markdown.text(group.label()) + "**",
                joined(group.seeds()),
                joined(group.runs().stream().map(SummaryTable::steps).distinct().toList()),
                number(scores.finalEvaluation(), group) + Markdown.text(mark(group.lostOf(Scores::finalEvaluation))),
                number(scores.bestOfLastFifth(), group) + Markdown.text(mark(group.lostOf(Scores::bestOfLastFifth))),
                number(scores.meanOfLastFifth(), group) + Markdown.text(mark(group.lostOf(Scores::meanOfLastFifth))),
                group.scoreRatio() == null ? "" : percent(group.scoreRatio()),
                "",
                "",
                "",
                "",
                "");
        return whole + group.runs().stream().map(SummaryTable::row).collect(Collectors.joining());
    }

    private static String row(Run run) {
        Scores<Double> scores = run.scores();
        RelativeSize size = run.size();
        return row(
                run.name(),
                Long.toString(run.seed()),
                steps(run),
                number(scores.finalEvaluation()) + mark(run.lostOfScores().finalEvaluation()),
                number(scores.bestOfLastFifth()) + mark(run.lostOfScores().bestOfLastFifth()),
                number(scores.meanOfLastFifth()) + mark(run.lostOfScores().meanOfLastFifth()),
                "",
                size == null ? "" : Thousands.of(size.deployed()),
                size == null ? "" : Thousands.of(size.trained()),
                size == null ? "" : percent(size.deployRatio()),
                size == null ? "" : percent(size.trainRatio()),
                run.commits().stream().map(RecordedRun::shortened).collect(Collectors.joining(", ")));
    }

    private static String row(Reference reference) {
        return row(reference.name(), number(reference.value()), Thousands.of(reference.step()), reference.source());
    }

    /** A row of a table, with escaped cells. */
    static String row(String... cells) {
        return line(Stream.of(cells).map(Markdown::text).toArray(String[]::new));
    }

    private static String line(String... cells) {
        return Stream.of(cells).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    static String joined(List<?> items) {
        return items.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static String steps(Run run) {
        return run.finished()
                ? Thousands.of(run.steps())
                : Thousands.of(run.steps()) + " of " + Thousands.of(run.plannedSteps());
    }

    private static String number(Spread spread, Group group) {
        return group.runs().size() == 1
                ? number(spread.mean())
                : "%s (%s to %s)".formatted(number(spread.mean()), number(spread.lowest()), number(spread.highest()));
    }

    /** The mark of a number that includes evaluations with lost episodes. */
    private static String mark(int lostEpisodes) {
        return lostEpisodes > 0 ? "*" : "";
    }

    static String number(double value) {
        return Thousands.of(value, 1);
    }

    private static String percent(double ratio) {
        return RootLocale.format("%.1f %%", 100 * ratio);
    }
}
