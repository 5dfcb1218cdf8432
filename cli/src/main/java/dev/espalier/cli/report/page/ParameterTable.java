package dev.espalier.cli.report.page;

import dev.espalier.cli.report.html.Element;
import dev.espalier.cli.report.html.Node;
import dev.espalier.cli.report.runs.MeanSize;
import dev.espalier.cli.report.runs.PaperValues;
import dev.espalier.cli.report.runs.SeedGroup;
import dev.espalier.cli.report.runs.TaskResults;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Table 4 of the paper: deployed and trained parameters in thousands, with the paper's values. */
final class ParameterTable {

    private ParameterTable() {}

    static Node of(PaperValues paper, TaskResults task) {
        Optional<PaperValues.Task> theirs = paper.task(task.env());
        String beside =
                theirs.map(known -> " beside the paper's on " + known.id()).orElse("");
        var table = new Table("Parameters on " + task.name() + " in thousands" + beside);
        List<Table.Group> groups =
                new ArrayList<>(List.of(new Table.Group("", 1), new Table.Group("Thousands of parameters", 2)));
        List<String> columns = new ArrayList<>(List.of("Method", "Deployed", "Trained"));
        theirs.ifPresent(known -> {
            groups.add(new Table.Group(
                    "Paper: %s, %s steps (assumed)".formatted(known.id(), Numbers.whole(known.steps())), 3));
            columns.addAll(List.of("Deployed", "Trained", "Sizes comparable?"));
        });
        table.groups(groups);
        table.columns(columns.toArray(String[]::new));
        for (SeedGroup group : task.groups()) {
            List<Element> cells = new ArrayList<>();
            MeanSize size = MeanSize.of(group);
            cells.add(Table.number(size == null ? "not recorded" : Numbers.thousands(size.deployed())));
            cells.add(Table.number(size == null ? "not recorded" : Numbers.thousands(size.trained())));
            theirs.ifPresent(known -> cells.addAll(paperCells(paper, group, known)));
            table.row(group.label(), cells);
        }
        return table.element();
    }

    private static List<Element> paperCells(PaperValues paper, SeedGroup group, PaperValues.Task known) {
        PaperValues.Method method = paper.method(group.runs().getFirst());
        if (method == null) {
            return List.of(Table.theirs(Numbers.NONE), Table.theirs(Numbers.NONE), Table.cell("not in the paper"));
        }
        return List.of(
                Table.theirs(Integer.toString(method.deployed())),
                Table.theirs(Integer.toString(method.trained())),
                ScoreTable.verdict(new Comparison(known).sizes(group)));
    }
}
