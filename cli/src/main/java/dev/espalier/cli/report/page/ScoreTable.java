package dev.espalier.cli.report.page;

import dev.espalier.cli.report.html.Element;
import dev.espalier.cli.report.html.Node;
import dev.espalier.cli.report.runs.MeanSize;
import dev.espalier.cli.report.runs.PaperValues;
import dev.espalier.cli.report.runs.SeedGroup;
import dev.espalier.cli.report.runs.TaskResults;
import dev.espalier.cli.report.statistics.Estimate;
import dev.espalier.cli.report.summary.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Table 3 of the paper: scores, and parameters relative to preset {@code ofe}, with the paper's values. */
record ScoreTable(PaperValues paper, TaskResults task, Summary.Task summary) {

    Node node() {
        Optional<PaperValues.Task> theirs = paper.task(task.env());
        String beside =
                theirs.map(known -> " beside the paper's on " + known.id()).orElse("");
        var table = new Table("Scores on " + task.name() + beside);
        List<Table.Group> groups = new ArrayList<>(List.of(
                new Table.Group("", 3),
                new Table.Group("IQM over seeds, 95 % interval", 3),
                new Table.Group("Size over ofe\u2019s", 2)));
        List<String> columns = new ArrayList<>(List.of(
                "Method",
                "Seeds",
                "Steps",
                "Best of last 20 % (paper\u2019s score)",
                "Of ofe (ratio of IQMs)",
                "Mean of last 20 %",
                "dR",
                "tR"));
        theirs.ifPresent(known -> {
            groups.add(new Table.Group(
                    "Paper: %s, %s steps (assumed)".formatted(known.id(), Numbers.whole(known.steps())), 4));
            columns.addAll(List.of("Score", "dR", "tR", "Scores comparable?"));
        });
        table.groups(groups);
        table.columns(columns.toArray(String[]::new));
        for (int i = 0; i < task.groups().size(); i++) {
            table.row(
                    task.groups().get(i).label(),
                    row(task.groups().get(i), summary.curves().get(i), theirs));
        }
        return table.element();
    }

    private List<Element> row(SeedGroup group, Summary.Group numbers, Optional<PaperValues.Task> theirs) {
        List<Element> cells = new ArrayList<>();
        Estimate best = numbers.estimates().bestOfLastFifth();
        Estimate mean = numbers.estimates().meanOfLastFifth();
        cells.add(Table.number(Integer.toString(group.runs().size())));
        cells.add(Table.number(Steps.of(group)));
        cells.add(score(best, numbers.lostOf(Summary.Scores::bestOfLastFifth)));
        cells.add(Table.number(numbers.scoreRatio() == null ? Numbers.NONE : Numbers.percent(numbers.scoreRatio())));
        cells.add(score(mean, numbers.lostOf(Summary.Scores::meanOfLastFifth)));
        MeanSize size = MeanSize.of(group);
        cells.add(Table.number(size == null ? Numbers.NONE : Numbers.percent(size.deployRatio())));
        cells.add(Table.number(size == null ? Numbers.NONE : Numbers.percent(size.trainRatio())));
        theirs.ifPresent(known -> cells.addAll(paperCells(group, known)));
        return cells;
    }

    private List<Element> paperCells(SeedGroup group, PaperValues.Task known) {
        PaperValues.Method method = paper.method(group.runs().getFirst());
        if (method == null) {
            return List.of(
                    Table.theirs(Numbers.NONE),
                    Table.theirs(Numbers.NONE),
                    Table.theirs(Numbers.NONE),
                    Table.cell("not in the paper"));
        }
        return List.of(
                Table.theirs(Numbers.whole(method.score())),
                Table.theirs(method.deployRatio() + "\u00A0%"),
                Table.theirs(method.trainRatio() + "\u00A0%"),
                verdict(new Comparison(known).scores(group)));
    }

    /** A cell that says whether numbers are comparable, and if not, why. */
    static Element verdict(List<String> reasons) {
        return reasons.isEmpty()
                ? Table.cell("comparable")
                : Table.cell("not comparable: " + String.join("; ", reasons)).styled("warning");
    }

    private static Element score(Estimate estimate, int lostEpisodes) {
        String interval = estimate.interval() == null ? "one seed" : Numbers.interval(estimate.interval());
        return Table.number(Numbers.score(estimate.interquartileMean(), lostEpisodes))
                .with(Element.of("span", interval).styled("interval"));
    }
}
